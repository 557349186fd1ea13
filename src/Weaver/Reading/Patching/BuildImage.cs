using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>A build of an assembly whose instructions are as they were before weaving, or are to be made so in memory.</summary>
/// <param name="Image">The assembly.</param>
/// <param name="Unwoven">What was taken out of its bytes; null where nothing was.</param>
internal sealed record BuildImage(ModuleImage Image, UnwovenImage? Unwoven) : IDisposable
{
    /// <summary>Reads it; null when the file was refused, which is reported.</summary>
    /// <param name="reader">Reads it.</param>
    /// <param name="path">Where the assembly is, or would be.</param>
    /// <param name="bytes">The assembly.</param>
    /// <param name="symbols">Its portable PDB, empty for none; null to look beside the file.</param>
    /// <param name="sink">Where messages go.</param>
    public static BuildImage? Read(ModuleReader reader, string path, byte[] bytes, byte[]? symbols, DiagnosticSink sink)
    {
        // The assembly of an earlier patch, whose symbols come with it, has slots of other kinds too.
        var unwoven = symbols is null ? UnwovenImage.Of(bytes) : null;
        return reader.Read(path, unwoven?.Image.Bytes ?? bytes, AttachMoved, unwoven?.Image) is { } image ? new BuildImage(image, unwoven) : null;

        SymbolFormat AttachMoved(ModuleDefinition module)
        {
            var format = Attach(module, path, symbols, sink);
            if (format != SymbolFormat.None && unwoven is not null)
                module.ReadSymbols(new MovedSymbols(module, unwoven));
            return format;
        }
    }

    /// <summary>Gives a module its symbols.</summary>
    public static SymbolFormat Attach(ModuleDefinition module, string path, byte[]? symbols, DiagnosticSink sink) =>
        symbols is null ? SymbolReaders.Attach(module, path, sink)
        : symbols.Length == 0 ? SymbolFormat.None
        : SymbolReaders.Attach(module, symbols, path, sink);

    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
