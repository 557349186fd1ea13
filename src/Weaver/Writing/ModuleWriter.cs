using System.Security.Cryptography;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Writing;

/// <summary>An assembly as bytes, with its symbol file where it has one.</summary>
internal sealed record WrittenModule(byte[] Assembly, byte[]? Symbols);

/// <summary>Turns a module into bytes: the same module gives the same bytes.</summary>
internal sealed class ModuleWriter
{
    private readonly DiagnosticSink _sink;

    /// <summary>Makes a writer.</summary>
    public ModuleWriter(DiagnosticSink sink) => _sink = sink;

    /// <summary>The bytes of <paramref name="image"/>'s changed module; null when that failed.</summary>
    /// <param name="image">The module and where its symbols go.</param>
    /// <param name="keyPath">The strong name key pair; null to keep the public key as it is.</param>
    public WrittenModule? Write(ModuleImage image, string? keyPath)
    {
        var parameters = new WriterParameters { DeterministicMvid = true };
        if (keyPath is not null)
        {
            if (ReadKey(keyPath) is not { } key)
                return null;
            parameters.StrongNameKeyBlob = key;
        }

        var module = image.Module;
        // The code that crossgen2 had made is gone, and a header that still speaks of a signature would claim one.
        module.Attributes |= ModuleAttributes.ILOnly;
        if (keyPath is null)
            module.Attributes &= ~ModuleAttributes.StrongNameSigned;

        using var assembly = new MemoryStream(image.Bytes.Length * 2);
        using var symbols = new MemoryStream();
        parameters.WriteSymbols = image.Symbols != SymbolFormat.None;
        parameters.SymbolWriterProvider = image.Symbols switch
        {
            SymbolFormat.Embedded => new EmbeddedSymbols(),
            SymbolFormat.PortableFile => new PortablePdbWriterProvider(),
            _ => null,
        };
        if (image.Symbols == SymbolFormat.PortableFile)
            parameters.SymbolStream = symbols;

        try
        {
            module.Write(assembly, parameters);
        }
        catch (AssemblyResolutionException e)
        {
            _sink.Report(ReadingDiagnostics.MissingReference.With(image.Path, e.AssemblyReference.Name));
            return null;
        }
        catch (CryptographicException)
        {
            _sink.Report(WritingDiagnostics.KeyInvalid.With(keyPath!, image.Path));
            return null;
        }

        return new WrittenModule(assembly.ToArray(), image.Symbols == SymbolFormat.PortableFile ? symbols.ToArray() : null);
    }

    private byte[]? ReadKey(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _sink.Report(WritingDiagnostics.KeyUnreadable.With(path, e.Message));
            return null;
        }
    }
}
