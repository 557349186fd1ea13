using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What is not built in stages is built in floors, a folder each: a file uses its own floor and those below.</summary>
public sealed class FloorTests
{
    // From the ground up. A folder that is not named belongs to the one that it is in; the dot is the part's own folder.
    internal static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Runtime"] =
        [
            "Patches", "Contract", "Diagnostics", "Settings", "Generated/Types", "Telemetry", "Guarding", "Telemetry/Listeners", "Files", "Trust", "Resources",
            "Protocol", "State", "Units", "Loading", "Admission", "Versions", "Hooks", "Frameworks", "CodeChange", "Preparing", "Operations", "Turning",
            "Auditing", "Purging", "Confirming", "Probation", "Swapping", "Starting", "Generated",
        ],
        ["Tool"] =
        [
            "Diagnostics", "Files", "Bundles", "Processes", "Control", "Folders", "Ghost", "Signing", "Comparing", "Output", "Auditing", "Watching", "Developing", "Dashboards", "Examining", "Commands", ".",
        ],
        ["Hosting"] =
        [
            "Options", "Diagnostics", "Units", "Telemetry", "Services", "Contracts", "Mapping", "Streams", "Hooks", "Hosted", "Requests", "Health", "Dashboards", ".",
        ],
        ["Dashboard"] = ["Diagnostics", "Reports", "Markup", "Auditing", "Charts", "Processes", "Operations", "Pages", "Serving"],
        ["Fleet"] = ["Options", "Contract", "Telemetry", "Store", "Rollouts", "Instances", "."],
        ["Orleans"] = ["Serialisers", "Grains", "Calls", "."],
        ["Akka"] = ["Contract", "Messages", "Mailboxes", "Actors", "."],
        ["Grpc"] = ["Streams", "Calls", "."],
        ["Hangfire"] = ["Jobs", "."],
        ["Quartz"] = ["Jobs", "."],
        ["NewtonsoftJson"] = ["Contracts", "."],
    };

    private static readonly Dictionary<string, Lazy<List<TypeUse>>> s_uses = Floors.Keys.ToDictionary(
        static part => part, static part => new Lazy<List<TypeUse>>(() => [.. new SourceCompilation("src/" + part).FindUses()]));

    public static TheoryData<string> Parts => [.. Floors.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_file_uses_its_own_floor_and_those_below(string part) =>
        Convention.Holds(FindUses(part)
            .Where(use => FindFloor(part, use.Declaration) > FindFloor(part, use.File))
            .Select(use => $"src/{part}/{use.File}({use.Line}): uses {use.Type} of {use.Declaration}, which is above it"));

    [Theory]
    [MemberData(nameof(Parts))]
    public void Each_folder_is_a_floor(string part) =>
        Convention.Holds(SourceTree.FilesUnder("src/" + part, ".cs").Where(file => FindFloor(part, file[$"src/{part}/".Length..]) < 0));

    // The check itself: it sees that the facade uses what is below, by types and by members alone.
    [Fact]
    public void Uses_are_seen()
    {
        Assert.All(Floors.Keys, static part => Assert.NotEmpty(FindUses(part)));
        var uses = FindUses("Runtime");
        Assert.Contains(uses, static use => use is { File: "Swapping/Swapper.cs", Declaration: "Turning/SwapSteps.cs" });
        Assert.Contains(uses, static use => use is { File: "Protocol/DispatchObject.cs", Type: "Epoch" });
    }

    private static int FindFloor(string part, string file)
    {
        var floors = Floors[part];
        var named = floors.Where(floor => floor == "." ? !file.Contains('/') : file.StartsWith(floor + "/", StringComparison.Ordinal));
        return Array.IndexOf(floors, named.MaxBy(static floor => floor.Length));
    }

    private static List<TypeUse> FindUses(string part) => s_uses[part].Value;
}
