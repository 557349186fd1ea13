using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using HotWeave.Hosting.Tests.Harness;
using HotWeave.Weaver;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;
using Diagnostic = HotWeave.Weaver.Diagnostics.Diagnostic;

namespace HotWeave.Hosting.Tests.Week;

/// <summary>A service of five assemblies in three releases: the first woven, and a patch to each of the others. Compiled once.</summary>
internal sealed class WeekService
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        [assembly: HotWeave.Swappable]
        """;

    // In the order in which they need each other.
    private static readonly string[] s_parts = ["Contracts", "Domain", "Data", "Jobs", "Web"];

    private static readonly string[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static p => !p.Contains("xunit", StringComparison.OrdinalIgnoreCase))];

    private readonly Dictionary<string, byte[]> _deployed = [];

    private WeekService(DirectoryInfo folder)
    {
        foreach (var version in new[] { 1, 2, 3 })
            Compile(folder, version);
        var woven = folder.CreateSubdirectory("woven").FullName;
        foreach (var part in s_parts)
        {
            var output = Path.Combine(woven, $"Week.{part}.dll");
            var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = Path.Combine(folder.FullName, "1", $"Week.{part}.dll"), OutputPath = output, References = s_references, SmallMethods = SmallMethods.Export });
            Assert.True(result.Outcome == WeaveOutcome.Woven, string.Join("\n", result.Diagnostics));
            _deployed.Add("Week." + part, File.ReadAllBytes(output));
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
        context.Resolving += (_, name) => _deployed.TryGetValue(name.Name!, out var bytes) ? context.LoadFromStream(new MemoryStream(bytes)) : null;
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
            References = s_references,
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
        List<MetadataReference> references = [.. s_references.Select(static r => MetadataReference.CreateFromFile(r))];
        foreach (var part in s_parts)
        {
            var path = Path.Combine(output, $"Week.{part}.dll");
            string[] sources = part == "Web" ? [Usings, Read(part), RunningProgram.Place] : [Usings, Read(part)];
            using (var image = File.Create(path))
            using (var symbols = File.Create(Path.ChangeExtension(path, ".pdb")))
            {
                var result = CSharpCompilation.Create(
                    "Week." + part,
                    sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, parsing, path: $"{part}{i}.cs", encoding: Encoding.UTF8)),
                    references,
                    new CSharpCompilationOptions(part == "Web" ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true, nullableContextOptions: NullableContextOptions.Enable))
                    .Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
                Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
            }

            references.Add(MetadataReference.CreateFromFile(path));
        }
    }

    private static string Read(string part)
    {
        using var reader = new StreamReader(typeof(WeekService).Assembly.GetManifestResourceStream($"Week/{part}.cs")!);
        return reader.ReadToEnd();
    }
}
