using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace HotWeave.Runtime.Tests.HandWoven;

/// <summary>Compiles C# to an image and its symbols, in memory.</summary>
internal static class CSharp
{
    private static readonly MetadataReference[] s_platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    internal static (byte[] Image, byte[] Symbols) Compile(string name, string source, params byte[][] references)
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), name + ".cs", System.Text.Encoding.UTF8);
        var compilation = CSharpCompilation.Create(
            name,
            [tree],
            [.. s_platform, .. references.Select(r => MetadataReference.CreateFromImage(r))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
        var image = new MemoryStream();
        var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return result.Success
            ? (image.ToArray(), symbols.ToArray())
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics) + "\n" + source);
    }
}
