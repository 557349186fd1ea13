using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Writing;

/// <summary>
/// Writes symbols into the assembly. Cecil asks for the output's file name, which has no part in the result, and a stream has none.
/// </summary>
internal sealed class EmbeddedSymbols : ISymbolWriterProvider
{
    private readonly EmbeddedPortablePdbWriterProvider _provider = new();

    /// <inheritdoc/>
    public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName) => _provider.GetSymbolWriter(module, module.Name);

    /// <inheritdoc/>
    public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => GetSymbolWriter(module, module.Name);
}
