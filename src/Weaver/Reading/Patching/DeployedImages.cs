using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>A deployed assembly, read twice: as it is, and to be unwoven.</summary>
/// <param name="Woven">As it is.</param>
/// <param name="Old">Its instructions as they were before weaving where <paramref name="Unwoven"/> says so; else the same file again.</param>
/// <param name="Unwoven">What was taken out of the bytes of <paramref name="Old"/>; null where nothing was.</param>
internal sealed record DeployedImages(ModuleImage Woven, ModuleImage Old, UnwovenImage? Unwoven) : IDisposable
{
    /// <summary>Reads both; null when the file was refused, which is reported.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="path">Where the assembly is, or would be.</param>
    /// <param name="bytes">The assembly.</param>
    /// <param name="symbols">Its portable PDB, empty for none; null to look beside the file.</param>
    /// <param name="sink">Where messages go.</param>
    public static DeployedImages? Read(ModuleReader reader, string path, byte[] bytes, byte[]? symbols, DiagnosticSink sink)
    {
        // The assembly of an earlier patch, whose symbols come with it, has slots of other kinds too.
        var unwoven = symbols is null ? UnwovenImage.Of(bytes) : null;
        if (reader.Read(path, unwoven?.Image.Bytes ?? bytes, AttachToOld, unwoven?.Image) is not { } old)
            return null;
        // What there is to say about the file is said.
        return new DeployedImages(reader.ReadAgain(path, bytes, module => Attach(module, new DiagnosticSink())), old, unwoven);

        SymbolFormat AttachToOld(ModuleDefinition module)
        {
            var format = Attach(module, sink);
            if (format != SymbolFormat.None && unwoven is not null)
                module.ReadSymbols(new MovedSymbols(module, unwoven));
            return format;
        }

        SymbolFormat Attach(ModuleDefinition module, DiagnosticSink said) =>
            symbols is null ? SymbolReaders.Attach(module, path, said)
            : symbols.Length == 0 ? SymbolFormat.None
            : SymbolReaders.Attach(module, symbols, path, said);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Woven.Dispose();
        Old.Dispose();
    }
}
