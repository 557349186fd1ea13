using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Microsoft.CodeAnalysis.VisualBasic;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Compiles source text to files, against the running .NET and HotWeave.Runtime.</summary>
public static class Compiler
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_framework = new(static () => [.. FrameworkFiles().Select(f => MetadataReference.CreateFromFile(f))]);

    /// <summary>Compiles C# to <c>directory/name.dll</c>, symbols beside it or within.</summary>
    public static string CSharp(
        TestDirectory directory, string name, string source, Configuration configuration, Symbols symbols = Symbols.Portable, string? sourceLink = null, params string[] references) =>
        CSharp(directory, name, source, configuration, OutputKind.DynamicallyLinkedLibrary, symbols, sourceLink, "case", references);

    /// <summary>Compiles C# with embedded resources, by their names.</summary>
    public static string CSharp(TestDirectory directory, string name, string source, Configuration configuration, IReadOnlyDictionary<string, byte[]> resources)
    {
        return CompiledCases.Get(directory.File(name + ".dll"), ["C# resources", name, source, $"{configuration}", .. resources.Select(Text)], [], () =>
        {
            var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: Level(configuration), deterministic: true);
            var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), path: $"/case/{name}.cs");
            Emit(CSharpCompilation.Create(name, [tree], References([]), options), directory, Symbols.Portable, resources: resources);
        });

        static string Text(KeyValuePair<string, byte[]> resource) => $"{resource.Key}={Convert.ToBase64String(resource.Value)}";
    }

    /// <summary>The same for a program.</summary>
    public static string CSharp(
        TestDirectory directory,
        string name,
        string source,
        Configuration configuration,
        OutputKind kind,
        Symbols symbols = Symbols.Portable,
        string? sourceLink = null,
        string folder = "case",
        params string[] references)
    {
        string[] inputs = ["C#", name, source, $"{configuration} {kind} {symbols}", sourceLink ?? "", folder];
        return CompiledCases.Get(directory.File(name + ".dll"), inputs, references, () =>
        {
            var options = new CSharpCompilationOptions(
                kind,
                optimizationLevel: Level(configuration),
                allowUnsafe: true,
                deterministic: true,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic> { ["CS1701"] = ReportDiagnostic.Suppress });
            var tree = CSharpSyntaxTree.ParseText(
                SourceText.From(source, System.Text.Encoding.UTF8), new CSharpParseOptions(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview), $"/{folder}/{name}.cs");
            Emit(CSharpCompilation.Create(name, [tree], References(references), options), directory, symbols, sourceLink);
        });
    }

    /// <summary>Compiles Visual Basic to <c>directory/name.dll</c>.</summary>
    public static string VisualBasic(TestDirectory directory, string name, string source, Configuration configuration, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        return CompiledCases.Get(directory.File(name + ".dll"), ["Visual Basic", name, source, $"{configuration} {kind}"], [], () =>
        {
            var options = new VisualBasicCompilationOptions(kind, optimizationLevel: Level(configuration), deterministic: true, optionStrict: OptionStrict.On);
            var tree = VisualBasicSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), path: "/case/" + name + ".vb");
            Emit(VisualBasicCompilation.Create(name, [tree], References([]), options), directory, Symbols.Portable);
        });
    }

    /// <summary>What programs are compiled against: the SDK's reference assemblies of the running framework, and HotWeave.Runtime.</summary>
    public static IEnumerable<string> FrameworkFiles()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.Combine(core, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var newest = Directory.GetDirectories(packs, Environment.Version.Major + ".*").OrderBy(d => Version.Parse(Path.GetFileName(d).Split('-')[0])).Last();
        return Directory.GetFiles(Path.Combine(newest, "ref", $"net{Environment.Version.Major}.0"), "*.dll")
            .Order(StringComparer.Ordinal)
            .Append(typeof(SwappableAttribute).Assembly.Location);
    }

    private static OptimizationLevel Level(Configuration configuration) =>
        configuration == Configuration.Release ? OptimizationLevel.Release : OptimizationLevel.Debug;

    private static IEnumerable<MetadataReference> References(string[] files) => [.. s_framework.Value, .. files.Select(f => MetadataReference.CreateFromFile(f))];

    private static void Emit(
        Compilation compilation, TestDirectory directory, Symbols symbols, string? sourceLink = null, IReadOnlyDictionary<string, byte[]>? resources = null)
    {
        var path = directory.File(compilation.AssemblyName + ".dll");
        var format = symbols == Symbols.Embedded ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb;
        using var assembly = File.Create(path);
        using var pdb = symbols == Symbols.Portable ? File.Create(Path.ChangeExtension(path, ".pdb")) : null;
        using var link = sourceLink is null ? null : new MemoryStream(System.Text.Encoding.UTF8.GetBytes(sourceLink));
        var embedded = resources?.Select(static r => new ResourceDescription(r.Key, () => new MemoryStream(r.Value), isPublic: true));
        var result = compilation.Emit(
            assembly, pdb, manifestResources: embedded, options: symbols == Symbols.None ? null : new EmitOptions(debugInformationFormat: format), sourceLinkStream: link);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
    }
}
