using System.Reflection;
using System.Text;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;
using HotWeave.Weaver;
using Xunit;

namespace HotWeave.RealInput.Tests;

/// <summary>
/// A process that works with Newtonsoft.Json in several threads goes through the published releases of it, live and back, and after each step works as a fresh process with that
/// release does: also with serialisers, contracts, trees and writers that it made before.
/// </summary>
public sealed class JourneyTests : IDisposable
{
    private const string Baseline = "12.0.3";
    private const string Library = "Newtonsoft.Json.dll";

    private static readonly string[] s_releases = [Baseline, "13.0.1", "13.0.2", "13.0.3", "13.0.4"];

    // Each release after the one before, back the same way, over several at once, and out of order.
    private static readonly string[] s_itinerary =
    [
        "13.0.1", "13.0.2", "13.0.3", "13.0.4", "13.0.3", "13.0.2", "13.0.1", "baseline", "13.0.4", "13.0.2", "baseline", "13.0.3", "13.0.1", "13.0.2", "baseline",
    ];

    private readonly ScratchDirectory _scratch = new();

    [Theory]
    [InlineData(SmallMethods.Leave)]
    [InlineData(SmallMethods.Export)]
    public void Newtonsoft_Json_goes_through_its_releases_live_and_back(SmallMethods smallMethods)
    {
        var itinerary = smallMethods == SmallMethods.Leave ? s_itinerary : s_itinerary[..4];
        var fresh = s_releases.ToDictionary(static r => r, Fresh);
        foreach (var (one, next) in s_releases.Zip(s_releases.Skip(1)))
            Assert.NotEqual(fresh[one], fresh[next]); // else a step would show nothing

        var live = Application("live", Baseline);
        Builds.Weave(Package(Baseline), Path.Combine(live, Library), smallMethods);
        var earlier = Array.Empty<string>();
        foreach (var release in s_releases[1..])
        {
            var patch = Path.Combine(live, release + ".hotpatch");
            Builds.Patch(Path.Combine(live, Library), Package(release), patch, earlier);
            // Each journey its own way: alone, and in a row in which each patch knows those before.
            if (smallMethods == SmallMethods.Leave)
                earlier = [patch];
        }

        // The application is not woven: a small method without a stub that it calls itself stays the deployed one, and the patch says so.
        if (smallMethods == SmallMethods.Leave)
        {
            foreach (var release in s_releases)
                fresh[release]["accessor"] = fresh[Baseline]["accessor"];
        }

        var results = Run(live, itinerary);
        AssertSame(fresh[Baseline], Of(results, "baseline", 0));
        for (var i = 0; i < itinerary.Length; i++)
        {
            var expected = fresh[itinerary[i] == "baseline" ? Baseline : itinerary[i]];
            AssertSame(expected, Of(results, itinerary[i], 2 * i + 1));
            AssertSame(expected, Of(results, itinerary[i] + " again", 2 * i + 2));
        }

        // A unit of work sees one release only, so what it made is what some release makes.
        var inUnits = results.Where(static r => r.Step == "unit").ToList();
        Assert.Equal(fresh[Baseline].Keys.Order(), inUnits.Select(static r => r.Piece).Distinct().Order());
        Assert.All(inUnits, r => Assert.Contains(r.Text, fresh.Values.Select(f => f[r.Piece])));
    }

    [Theory]
    [InlineData(SmallMethods.Leave)]
    [InlineData(SmallMethods.Export)]
    public void A_patch_names_the_accessor_that_the_application_goes_on_calling(SmallMethods smallMethods)
    {
        var woven = _scratch.File("woven", Library);
        Builds.Weave(Package(Baseline), woven, smallMethods);
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = Package("13.0.1"), OutputPath = _scratch.File("1.hotpatch") });
        Assert.Equal(PatchOutcome.Made, result.Outcome);
        Assert.Equal(
            smallMethods == SmallMethods.Leave,
            result.Diagnostics.Any(static d => d.Id == "HW3222" && d.Message.Contains("JsonSerializerSettings.get_MaxDepth()", StringComparison.Ordinal)));
    }

    public void Dispose() => _scratch.Dispose();

    private static string Package(string release) => Path.Combine(
        typeof(JourneyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "PackageRoot").Value!,
        "newtonsoft.json", release, "lib", "netstandard2.0", Library);

    // A copy of the application with one release of the library.
    private string Application(string name, string release)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var built = Path.Combine(output.Parent.Parent!.Parent!.FullName, "Apps", "Journey", "bin", configuration, framework);
        foreach (var file in Directory.GetFiles(built))
            File.Copy(file, _scratch.File(name, Path.GetFileName(file)));
        var folder = Path.GetDirectoryName(_scratch.File(name, Library))!;
        File.Copy(Package(release), Path.Combine(folder, Library), overwrite: true);
        return folder;
    }

    private Dictionary<string, string> Fresh(string release) =>
        Run(Application(release, release), "fresh").ToDictionary(static r => r.Piece, static r => r.Text);

    private static List<Result> Run(string folder, params string[] arguments)
    {
        var results = Child.Start([Path.Combine(folder, "Journey.dll"), .. arguments]).Where(static l => l.Length > 0).Select(Result.Parse).ToList();
        Assert.Equal([], results.Where(static r => r.Step == "failure").Select(static r => r.Text));
        return results;
    }

    // The n-th block of results, which must be of this step.
    private static Dictionary<string, string> Of(List<Result> results, string step, int n)
    {
        var size = results.TakeWhile(static r => r.Step == "baseline").Count();
        var block = results.Skip(n * size).Take(size).ToList();
        Assert.All(block, r => Assert.Equal(step, r.Step));
        return block.ToDictionary(static r => r.Piece, static r => r.Text);
    }

    private static void AssertSame(Dictionary<string, string> expected, Dictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (piece, text) in expected)
            Assert.Equal(piece + "\n" + text, piece + "\n" + actual[piece]);
    }

    private sealed record Result(string Step, string Piece, string Text)
    {
        public static Result Parse(string line)
        {
            var parts = line.Split('\t');
            return new Result(parts[0], parts[1], Encoding.UTF8.GetString(Convert.FromBase64String(parts[2])));
        }
    }
}
