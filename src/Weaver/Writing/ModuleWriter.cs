using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Writing;

/// <summary>An assembly as bytes, with its symbol file where it has one.</summary>
internal sealed record WrittenModule(byte[] Assembly, byte[]? Symbols);

/// <summary>Turns a module into bytes: the same module gives the same bytes.</summary>
internal static class ModuleWriter
{
    /// <summary>The bytes of <paramref name="image"/>'s changed module; null when that failed, which was reported.</summary>
    /// <param name="image">The module and where its symbols go.</param>
    /// <param name="keyPath">The strong name key pair; null to keep the public key without a signature.</param>
    /// <param name="sink">Where messages go.</param>
    public static WrittenModule? Write(ModuleImage image, string? keyPath, DiagnosticSink sink)
    {
        byte[]? key = null;
        if (keyPath is not null && (key = StrongNameKey.Read(keyPath, image.Module.Assembly, sink)) is null)
            return null;

        SettleHeaders(image, isSigned: key is not null);
        using var assembly = new MemoryStream(image.Bytes.Length * 2);
        using var symbols = new MemoryStream();
        var parameters = new WriterParameters { DeterministicMvid = true, StrongNameKeyBlob = key };
        if (image.Symbols != SymbolFormat.None)
        {
            parameters.WriteSymbols = true;
            parameters.SymbolWriterProvider = image.Symbols == SymbolFormat.Embedded
                ? new EmbeddedSymbols()
                : new PortablePdbWriterProvider();
        }

        if (image.Symbols == SymbolFormat.PortableFile)
            parameters.SymbolStream = symbols;
        var constants = GenericConstants.Find(image.Module);
        image.Module.Write(assembly, parameters);
        var bytes = assembly.ToArray();
        if (!constants.AreNone)
        {
            constants.Restore(bytes);
            if (key is not null)
                StrongNameSignature.Renew(bytes, key);
        }

        return new WrittenModule(bytes, image.Symbols == SymbolFormat.PortableFile ? symbols.ToArray() : null);
    }

    // ECMA-335 II.25.3.3.1. What crossgen2 had added is gone: the result is plain IL for any machine, unless IL itself asked for one.
    private static void SettleHeaders(ModuleImage image, bool isSigned)
    {
        var module = image.Module;
        if (image.IsReadyToRun)
        {
            module.Attributes = (module.Attributes | ModuleAttributes.ILOnly) & ~ModuleAttributes.ILLibrary;
            if ((module.Attributes & ModuleAttributes.Required32Bit) == 0)
                module.Architecture = TargetArchitecture.I386;
        }

        // A header that still speaks of a signature would claim one.
        if (!isSigned)
            module.Attributes &= ~ModuleAttributes.StrongNameSigned;
    }
}
