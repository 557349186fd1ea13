using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising;

/// <summary>A build of an assembly to be compared: its weaving is out of its bytes already, or is to be taken out in memory.</summary>
/// <param name="Image">The assembly.</param>
/// <param name="Unwoven">What was taken out of its bytes; null where nothing was.</param>
internal sealed record BuildImage(ModuleImage Image, UnwovenImage? Unwoven)
{
    /// <summary>The deployed build, in objects of its own: those of the file as it is stay woven.</summary>
    /// <param name="woven">The file as it is.</param>
    /// <param name="symbols">Its portable PDB where it comes with the image, empty for none; null where it stands beside the file.</param>
    /// <param name="reader">Reads it.</param>
    /// <param name="inBytes">Whether weaving is taken out of bytes where that can be done.</param>
    public static BuildImage MakeDeployed(ModuleImage woven, byte[]? symbols, ModuleReader reader, bool inBytes)
    {
        // The assembly of an earlier patch, whose symbols come with it, has slots of other kinds too.
        var unwoven = inBytes && symbols is null ? UnwovenImage.TakeOutOf(woven.Bytes) : null;
        return ReadAgain(woven, symbols, unwoven, reader);
    }

    /// <summary>The new build.</summary>
    /// <param name="file">The file as it is, which may be woven.</param>
    /// <param name="reader">Reads it.</param>
    /// <param name="inBytes">Whether weaving is taken out of bytes where that can be done.</param>
    public static BuildImage MakeNew(ModuleImage file, ModuleReader reader, bool inBytes) =>
        inBytes && UnwovenImage.TakeOutOf(file.Bytes) is { } unwoven ? ReadAgain(file, null, unwoven, reader) : new BuildImage(file, null);

    /// <summary>Whether its weaving is to be taken out of the objects that were read.</summary>
    public bool IsUnwovenInMemory { get; } = Unwoven is null && BaselineMark.Read(Image.Module.Assembly) is not null;

    /// <summary>What hears of changes to it, so that its rows can be read; null where its instructions are not those that a compiler wrote.</summary>
    public RawModuleBuilder? MakeRawModule()
    {
        if (Image.Raw is not { } raw || IsUnwovenInMemory)
            return null;
        return new RawModuleBuilder(Image.Module, raw, Unwoven?.Exports ?? [], Unwoven?.Moved.Values ?? []);
    }

    // What there is to say about the file is said.
    private static BuildImage ReadAgain(ModuleImage file, byte[]? symbols, UnwovenImage? unwoven, ModuleReader reader)
    {
        var raw = unwoven?.Image ?? (file.Raw is null ? null : RawImage.Read(file.Bytes));
        return new BuildImage(reader.ReadAgain(file.Path, unwoven?.Image.Bytes ?? file.Bytes, AttachMoved, raw), unwoven);

        SymbolFormat AttachMoved(ModuleDefinition module)
        {
            var format = SymbolReaders.AttachGiven(module, file.Path, symbols, new DiagnosticSink());
            if (format != SymbolFormat.None && unwoven is not null)
                module.ReadSymbols(new MovedSymbols(module, unwoven));
            return format;
        }
    }
}
