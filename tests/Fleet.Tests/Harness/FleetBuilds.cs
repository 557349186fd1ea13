using System.Reflection;
using HotWeave.Weaver;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>The service, woven, and the patches to its good and its bad release. Made once.</summary>
internal sealed class FleetBuilds
{
    private const string Name = "HotWeave.Fleet.Tests.Service.dll";
    private static readonly Lazy<FleetBuilds> s_made = new(static () => new FleetBuilds());

    private FleetBuilds()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var deployed = folder.CreateSubdirectory("deployed").FullName;
        foreach (var file in Directory.EnumerateFiles(FindBuild(1), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(deployed, Path.GetRelativePath(FindBuild(1), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Program = Path.Combine(deployed, Name);
        string[] references = [deployed, Path.GetDirectoryName(typeof(object).Assembly.Location)!];
        var woven = AssemblyWeaver.Weave(new WeaveRequest { InputPath = Program, OutputPath = Program, References = references });
        Assert.True(woven.Outcome == WeaveOutcome.Woven, string.Join("\n", woven.Diagnostics));
        Good = MakePatch(folder.FullName, "good", 2, references);
        Bad = MakePatch(folder.FullName, "bad", 3, references);
    }

    public static FleetBuilds Made => s_made.Value;

    public string Program { get; }

    public string Good { get; }

    public string Bad { get; }

    private string MakePatch(string folder, string label, int version, string[] references)
    {
        var patch = Path.Combine(folder, label + ".hotpatch");
        var made = PatchMaker.Make(new PatchRequest
        {
            BaselinePath = Program, NewPath = Path.Combine(FindBuild(version), Name), OutputPath = patch, References = references, Label = label,
        });
        Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
        return patch;
    }

    private static string FindBuild(int version) => Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..",
        typeof(FleetBuilds).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Builds").Value!, $"v{version}");
}
