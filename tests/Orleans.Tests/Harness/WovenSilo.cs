using System.Reflection;
using HotWeave.Weaver;
using Xunit;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>The service's version 1, woven, in a folder of its own, and the patch to its version 2. Made once.</summary>
internal sealed class WovenSilo
{
    private const string Name = "HotWeave.Orleans.Tests.Silo.dll";
    private static readonly Lazy<WovenSilo> s_made = new(Make);

    private WovenSilo(string program, string patch, IReadOnlyList<HotWeave.Weaver.Diagnostics.Diagnostic> remarks) =>
        (Program, Patch, Remarks) = (program, patch, remarks);

    internal static WovenSilo Made => s_made.Value;

    internal string Program { get; }

    internal string Patch { get; }

    internal IReadOnlyList<HotWeave.Weaver.Diagnostics.Diagnostic> Remarks { get; }

    private static WovenSilo Make()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        foreach (var file in Directory.EnumerateFiles(FindBuild(1), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(FindBuild(1), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var program = Path.Combine(folder.FullName, Name);
        string[] references = [folder.FullName, Path.GetDirectoryName(typeof(object).Assembly.Location)!];
        var woven = AssemblyWeaver.Weave(new WeaveRequest { InputPath = program, OutputPath = program, References = references, SmallMethods = SmallMethods.Export });
        Assert.True(woven.Outcome == WeaveOutcome.Woven, string.Join("\n", woven.Diagnostics));
        var patch = Path.Combine(folder.FullName, "silo.hotpatch");
        var made = PatchMaker.Make(new PatchRequest { BaselinePath = program, NewPath = Path.Combine(FindBuild(2), Name), OutputPath = patch, References = references });
        Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
        return new WovenSilo(program, patch, [.. made.Diagnostics]);
    }

    // Beside the tests' own sources, where the build leaves it.
    private static string FindBuild(int version)
    {
        var silos = typeof(WovenSilo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Silos").Value!;
        return Path.Combine(AppContext.BaseDirectory, "..", "..", "..", silos, $"v{version}");
    }
}
