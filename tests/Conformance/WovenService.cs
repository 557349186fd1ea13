using System.Reflection;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Conformance;

/// <summary>A service's version 1, woven, in a folder of its own, and the patch to its version 2. Made once for a test assembly.</summary>
internal sealed class WovenService
{
    private static readonly Lazy<WovenService> s_made = new(Make);

    private static int s_folders;

    private readonly string _folder;

    private WovenService(string folder, string program, string next, string patch, IReadOnlyList<Diagnostic> remarks) =>
        (_folder, Program, Next, Patch, Remarks) = (folder, program, next, patch, remarks);

    internal static WovenService Made => s_made.Value;

    internal string Program { get; }

    /// <summary>Version 2 as the next deployment has it, not woven.</summary>
    internal string Next { get; }

    internal string Patch { get; }

    internal IReadOnlyList<Diagnostic> Remarks { get; }

    /// <summary>A folder for confirmed patches, in which there are none.</summary>
    internal string MakeConfirmedFolder() =>
        Directory.CreateDirectory(Path.Combine(_folder, $"confirmed-{Interlocked.Increment(ref s_folders)}")).FullName;

    private static WovenService Make()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var name = FindMetadata("Service") + ".dll";
        var deployed = folder.CreateSubdirectory("deployed").FullName;
        foreach (var file in Directory.EnumerateFiles(FindBuild(1), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(deployed, Path.GetRelativePath(FindBuild(1), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var program = Path.Combine(deployed, name);
        string[] references = [deployed, Path.GetDirectoryName(typeof(object).Assembly.Location)!];
        var woven = AssemblyWeaver.Weave(
            new WeaveRequest { InputPath = program, OutputPath = program, References = references, SmallMethods = SmallMethods.Export });
        Assert.True(woven.Outcome == WeaveOutcome.Woven, string.Join("\n", woven.Diagnostics));
        var patch = Path.Combine(folder.FullName, "service.hotpatch");
        var next = Path.Combine(FindBuild(2), name);
        // HW3354: where the service runs jobs, no application shows properties to serialisers.
        var made = PatchMaker.Make(
            new PatchRequest { BaselinePath = program, NewPath = next, OutputPath = patch, References = references, Accept = ["HW3354"] });
        Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
        return new WovenService(folder.FullName, program, next, patch, [.. made.Diagnostics]);
    }

    // Beside the tests' own sources, where the build leaves it.
    private static string FindBuild(int version) =>
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", FindMetadata("Builds"), $"v{version}");

    private static string FindMetadata(string key) =>
        typeof(WovenService).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
