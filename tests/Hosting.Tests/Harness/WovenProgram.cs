using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using HotWeave.Weaver;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>Version 1 of a program, woven, and the patch to its version 2.</summary>
internal sealed class WovenProgram
{
    private readonly string _name;
    private readonly byte[] _baseline;

    private WovenProgram(string name, byte[] baseline, byte[] patch)
    {
        _name = name;
        _baseline = baseline;
        Patch = patch;
    }

    internal byte[] Patch { get; }

    /// <summary>The patch to its version 3, made with the other at hand; empty where there is none.</summary>
    internal byte[] Next { get; private init; } = [];

    /// <summary>What the patch maker says of the change.</summary>
    internal IReadOnlyList<HotWeave.Weaver.Diagnostics.Diagnostic> Remarks { get; private init; } = [];

    /// <summary>Compiles both versions, weaves the first, and makes the patch.</summary>
    internal static WovenProgram Make(
        string name, OutputKind kind, string[] version1, string[] version2, OptimizationLevel level = OptimizationLevel.Release,
        string[]? version3 = null, bool takesServices = false)
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        try
        {
            var baseline = Weave(Compile(folder, name, kind, level, "1", version1), folder);
            var patch = Path.Combine(folder.FullName, name + ".hotpatch");
            var made = PatchMaker.Make(new PatchRequest
            {
                BaselinePath = baseline,
                NewPath = Compile(folder, name, kind, level, "2", version2),
                OutputPath = patch,
                References = CompiledFile.References,
                Services = takesServices,
            });
            Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
            var next = Path.Combine(folder.FullName, "next.hotpatch");
            if (version3 is not null)
            {
                made = PatchMaker.Make(new PatchRequest
                {
                    BaselinePath = baseline,
                    NewPath = Compile(folder, name, kind, level, "3", version3),
                    OutputPath = next,
                    References = CompiledFile.References,
                    EarlierPatches = [patch],
                });
                Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
            }

            return new WovenProgram(name, File.ReadAllBytes(baseline), File.ReadAllBytes(patch))
            {
                Next = version3 is null ? [] : File.ReadAllBytes(next),
                Remarks = [.. made.Diagnostics.Where(static d => d.Severity == HotWeave.Weaver.Diagnostics.DiagnosticSeverity.Warning)],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the patch maker says of a change.</summary>
    internal static PatchResult Compare(string name, string[] version1, string[] version2, params string[] accepted)
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        try
        {
            var baseline = Weave(Compile(folder, name, OutputKind.ConsoleApplication, OptimizationLevel.Release, "1", version1), folder);
            return PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = Compile(folder, name, OutputKind.ConsoleApplication, OptimizationLevel.Release, "2", version2), References = CompiledFile.References, Accept = accepted });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Version 1, in a load context of its own.</summary>
    internal Assembly Load() => new AssemblyLoadContext(_name).LoadFromStream(new MemoryStream(_baseline));

    /// <summary>Weaves an assembly into a folder's <c>woven</c>.</summary>
    /// <returns>The woven file.</returns>
    internal static string Weave(string plain, DirectoryInfo folder)
    {
        var output = Path.Combine(folder.CreateSubdirectory("woven").FullName, Path.GetFileName(plain));
        var woven = AssemblyWeaver.Weave(new WeaveRequest
        {
            InputPath = plain,
            OutputPath = output,
            References = CompiledFile.References,
            SmallMethods = SmallMethods.Export,
        });
        Assert.True(woven.Outcome == WeaveOutcome.Woven, string.Join("\n", woven.Diagnostics));
        return output;
    }

    private static string Compile(DirectoryInfo folder, string name, OutputKind kind, OptimizationLevel level, string version, string[] sources)
    {
        var path = Path.Combine(folder.CreateSubdirectory(version).FullName, name + ".dll");
        var trees = sources.Select(static (s, i) => CSharpSyntaxTree.ParseText(s, path: $"{i}.cs", encoding: Encoding.UTF8));
        CompiledFile.Write(path, kind, level, trees, CompiledFile.References);
        return path;
    }
}
