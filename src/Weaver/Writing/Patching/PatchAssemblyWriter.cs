using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>Turns a patch module into bytes; the same module gives the same bytes.</summary>
internal static class PatchAssemblyWriter
{
    public static (byte[] Assembly, byte[] Symbols) Write(ModuleDefinition module)
    {
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var constants = GenericConstants.Find(module);
        module.Write(assembly, new WriterParameters
        {
            DeterministicMvid = true,
            Timestamp = 0,
            WriteSymbols = true,
            SymbolStream = symbols,
            SymbolWriterProvider = new PortablePdbWriterProvider(),
        });
        var bytes = assembly.ToArray();
        if (!constants.AreNone)
            constants.Restore(bytes);
        return (bytes, symbols.ToArray());
    }
}
