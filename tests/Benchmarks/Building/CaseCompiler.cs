using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace HotWeave.Benchmarks.Building;

/// <summary>Compiles C# text to files, as release builds.</summary>
internal static class CaseCompiler
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(
        static () => [.. FrameworkFiles().Select(static f => MetadataReference.CreateFromFile(f))]);

    /// <summary>The text of a file in <c>Cases</c>.</summary>
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Cases/{name}.cs")
            ?? throw new ArgumentException($"There is no case {name}.");
        return new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }

    /// <summary>Compiles to <paramref name="path"/>, symbols beside it.</summary>
    public static void Compile(string path, string source, string[] symbols, string[] references, bool program = false)
    {
        var options = new CSharpCompilationOptions(
            program ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable);
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(source, Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: symbols), "/case/" + Path.GetFileNameWithoutExtension(path) + ".cs");
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path), [tree], [.. Framework.Value, .. references.Select(static r => MetadataReference.CreateFromFile(r))], options);
        using var assembly = File.Create(path);
        using var pdb = File.Create(Path.ChangeExtension(path, ".pdb"));
        var result = compilation.Emit(assembly, pdb, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
    }

    private static IEnumerable<string> FrameworkFiles()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(f => Path.GetDirectoryName(f) == core)
            .Append(typeof(SwappableAttribute).Assembly.Location);
    }
}
