using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>Assemblies that tests compile to files, as a build does.</summary>
internal static class CompiledFile
{
    /// <summary>What this process has, but for the test framework.</summary>
    internal static IReadOnlyList<string> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static p => !p.Contains("xunit", StringComparison.OrdinalIgnoreCase))];

    /// <summary>Compiles an assembly of the file's name, with its symbols beside it.</summary>
    internal static void Write(
        string path, OutputKind kind, OptimizationLevel level, IEnumerable<SyntaxTree> sources, IEnumerable<string> references)
    {
        var options = new CSharpCompilationOptions(
            kind, optimizationLevel: level, deterministic: true, nullableContextOptions: NullableContextOptions.Enable);
        using var image = File.Create(path);
        using var symbols = File.Create(Path.ChangeExtension(path, ".pdb"));
        var result = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path), sources, references.Select(static r => MetadataReference.CreateFromFile(r)), options)
            .Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
    }
}
