using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace HotWeave.Fuzz.Seeds;

/// <summary>Compiles the programs that inputs are made from; the same text gives the same bytes.</summary>
internal static class SeedCompiler
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_framework = new(static () =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(static f => Path.GetFileName(f) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Linq.dll" or "System.Collections.dll" or "System.Threading.dll" or "System.Console.dll")
            .Select(static f => MetadataReference.CreateFromFile(f)),
    ]);

    /// <summary>Compiles a case to a file.</summary>
    /// <param name="path">The assembly; its symbols lie beside it, unless they are embedded.</param>
    /// <param name="text">The name of the case.</param>
    /// <param name="references">Assemblies that it refers to.</param>
    /// <param name="symbol">What is defined for the preprocessor; null for nothing.</param>
    /// <param name="isProgram">Whether it has an entry point.</param>
    /// <param name="embedsSymbols">Whether the symbols are within it.</param>
    /// <param name="isSigned">Whether it has a strong name, of <see cref="Key"/>.</param>
    public static void Compile(string path, string text, string[] references, string? symbol = null, bool isProgram = false, bool embedsSymbols = false, bool isSigned = false)
    {
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true, nullableContextOptions: NullableContextOptions.Enable);
        if (isSigned)
            options = options.WithCryptoPublicKey([.. PublicKey()]).WithDelaySign(true);
        var parse = new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: symbol is null ? [] : [symbol]);
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(Read(text), Encoding.UTF8), parse, $"/seed/{text}.cs");
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path), [tree], [.. s_framework.Value, .. references.Select(static r => MetadataReference.CreateFromFile(r))], options);
        using var assembly = File.Create(path);
        using var symbols = embedsSymbols ? null : File.Create(Path.ChangeExtension(path, ".pdb"));
        var emit = new EmitOptions(debugInformationFormat: embedsSymbols ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb);
        var result = compilation.Emit(assembly, symbols, options: emit);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>A key pair for strong names. It signs seeds only.</summary>
    public static byte[] Key => ReadResource("Key.snk");

    private static string Read(string name) => Encoding.UTF8.GetString(ReadResource(name + ".cs"));

    private static byte[] ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Seeds/" + name) ?? throw new ArgumentException($"There is no seed {name}.", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // ECMA-335 II.6.2.1.3: CALG_RSA_SIGN, CALG_SHA1, and a length come before the public half.
    private static byte[] PublicKey()
    {
        using var key = new RSACryptoServiceProvider();
        key.ImportCspBlob(Key);
        var blob = key.ExportCspBlob(includePrivateParameters: false);
        blob[5] = 0x24; // for signing, whatever the provider says
        return [0, 0x24, 0, 0, 4, 0x80, 0, 0, .. BitConverter.GetBytes(blob.Length), .. blob];
    }
}
