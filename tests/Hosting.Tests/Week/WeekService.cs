using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using HotWeave.Hosting.Tests.Harness;
using HotWeave.Weaver;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Diagnostic = HotWeave.Weaver.Diagnostics.Diagnostic;

namespace HotWeave.Hosting.Tests.Week;

/// <summary>A service of five assemblies in three releases: the first woven, and a patch to each of the others. Compiled once.</summary>
internal sealed class WeekService
{
    private const string Common = SampleSource.ImplicitUsings + "\n[assembly: HotWeave.Swappable]";

    // In the order in which they need each other.
    private static readonly string[] s_parts = ["Contracts", "Domain", "Data", "Jobs", "Web"];

    private readonly Dictionary<string, byte[]> _deployed = [];

    private WeekService(DirectoryInfo folder)
    {
        foreach (var version in new[] { 1, 2, 3 })
            Compile(folder, version);
        foreach (var part in s_parts)
        {
            var woven = WovenProgram.Weave(Path.Combine(folder.FullName, "1", $"Week.{part}.dll"), folder);
            _deployed.Add("Week." + part, File.ReadAllBytes(woven));
        }

        (Second, SaidOfSecond) = MakePatch(folder, 2);
        (Third, SaidOfThird) = MakePatch(folder, 3, Path.Combine(folder.FullName, "2.hotpatch"));
    }

    internal byte[] Second { get; }

    internal byte[] Third { get; }

    /// <summary>What the patch maker says of the second release.</summary>
    internal IReadOnlyList<Diagnostic> SaidOfSecond { get; }

    internal IReadOnlyList<Diagnostic> SaidOfThird { get; }

    internal static WeekService Make()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        try
        {
            return new WeekService(folder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Starts the first release, in a load context of its own.</summary>
    internal Task<RunningProgram> StartAsync()
    {
        var context = new AssemblyLoadContext("Week");
        context.Resolving += (_, name) =>
            _deployed.TryGetValue(name.Name!, out var bytes) ? context.LoadFromStream(new MemoryStream(bytes)) : null;
        return RunningProgram.StartAsync(context.LoadFromAssemblyName(new AssemblyName("Week.Web")));
    }

    private static (byte[] Patch, IReadOnlyList<Diagnostic> Said) MakePatch(DirectoryInfo folder, int version, params string[] earlier)
    {
        var output = Path.Combine(folder.FullName, $"{version}.hotpatch");
        var made = PatchMaker.Make(new PatchRequest
        {
            BaselinePath = Path.Combine(folder.FullName, "woven"),
            NewPath = Path.Combine(folder.FullName, version.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            OutputPath = output,
            References = CompiledFile.References,
            Services = true,
            EarlierPatches = earlier,
        });
        Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
        return (File.ReadAllBytes(output), made.Diagnostics);
    }

    private static void Compile(DirectoryInfo folder, int version)
    {
        var output = folder.CreateSubdirectory(version.ToString(System.Globalization.CultureInfo.InvariantCulture)).FullName;
        var parsing = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: [$"V{version}"]);
        List<string> references = [.. CompiledFile.References];
        foreach (var part in s_parts)
        {
            var path = Path.Combine(output, $"Week.{part}.dll");
            var kind = part == "Web" ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
            string[] sources = [Common, SampleSource.ReadResource($"Week/{part}.cs"), part == "Web" ? RunningProgram.Place : ""];
            var trees = sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, parsing, path: $"{part}{i}.cs", encoding: Encoding.UTF8));
            CompiledFile.Write(path, kind, OptimizationLevel.Release, trees, references);
            references.Add(path);
        }
    }
}
