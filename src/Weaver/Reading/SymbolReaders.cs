using System.IO.Compression;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading.Bounds;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Reading;

/// <summary>Attaches debug symbols to a module, from within it or from the file beside it.</summary>
internal static class SymbolReaders
{
    /// <summary>Reads the symbols of <paramref name="module"/>; those that cannot be read are reported and left out.</summary>
    public static SymbolFormat Attach(ModuleDefinition module, string path, DiagnosticSink sink)
    {
        if (HasEmbedded(module))
            return Attach(module, new EmbeddedPortablePdbReaderProvider(), null, path, SymbolFormat.Embedded, sink);

        var file = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(file))
            return SymbolFormat.None;
        var bytes = InputFile.ReadAllBytes(file);
        // ECMA-335 II.24.2.1: metadata begins with BSJB, and a portable PDB is nothing but metadata.
        if (bytes.Length < 4 || BitConverter.ToUInt32(bytes, 0) != 0x424A5342)
        {
            sink.Report(ReadingDiagnostics.SymbolsNotPortable.With(file));
            return SymbolFormat.None;
        }

        return Attach(module, new PortablePdbReaderProvider(), bytes, file, SymbolFormat.PortableFile, sink);
    }

    /// <summary>Reads a portable PDB's bytes for <paramref name="module"/>; those that cannot be read are reported and left out.</summary>
    public static SymbolFormat Attach(ModuleDefinition module, byte[] symbols, string file, DiagnosticSink sink) =>
        Attach(module, new PortablePdbReaderProvider(), symbols, file, SymbolFormat.PortableFile, sink);

    /// <summary>Reads the symbols that came with the image, or those that stand beside the file.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Where the assembly is, or would be.</param>
    /// <param name="given">The portable PDB, empty for none; null to look beside the file.</param>
    /// <param name="sink">Where messages go.</param>
    public static SymbolFormat AttachGiven(ModuleDefinition module, string path, byte[]? given, DiagnosticSink sink) =>
        given is null ? Attach(module, path, sink)
        : given.Length == 0 ? SymbolFormat.None
        : Attach(module, given, path, sink);

    // "MPDB", the length, and what is deflated. What says a wrong length has been refused.
    private static byte[] ReadEmbedded(ModuleDefinition module)
    {
        const int Header = 8;
        var data = module.GetDebugHeader().Entries.First(static e => e.Directory.Type == ImageDebugType.EmbeddedPortablePdb).Data;
        var symbols = new byte[BitConverter.ToInt32(data, 4)];
        using var inflated = new DeflateStream(new MemoryStream(data, Header, data.Length - Header), CompressionMode.Decompress);
        for (var at = 0; at < symbols.Length;)
        {
            var read = inflated.Read(symbols, at, symbols.Length - at);
            at += read > 0 ? read : throw new InvalidDataException("they end too early");
        }

        return symbols;
    }

    private static bool HasEmbedded(ModuleDefinition module) =>
        module.HasDebugHeader && module.GetDebugHeader().Entries.Any(static e => e.Directory.Type == ImageDebugType.EmbeddedPortablePdb);

    private static SymbolFormat Attach(
        ModuleDefinition module, ISymbolReaderProvider provider, byte[]? bytes, string file, SymbolFormat format, DiagnosticSink sink)
    {
        try
        {
            SymbolBounds.Check(bytes ?? ReadEmbedded(module));
            var reader = bytes is null ? provider.GetSymbolReader(module, file) : provider.GetSymbolReader(module, new MemoryStream(bytes));
            module.ReadSymbols(reader, throwIfSymbolsAreNotMaching: true);
            return format;
        }
        catch (SymbolsNotMatchingException)
        {
            sink.Report(ReadingDiagnostics.SymbolsNotMatching.With(file));
            return SymbolFormat.None;
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            sink.Report(ReadingDiagnostics.SymbolsDamaged.With(file, e.Message));
            return SymbolFormat.None;
        }
    }
}
