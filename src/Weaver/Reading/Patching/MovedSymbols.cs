using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>The symbols of an unwoven image: those of a body that was moved are those of the method that had it.</summary>
/// <remarks>Of bodies that stood behind a stub the lines are right and the offsets are not: nothing asks a deployed build for more than lines.</remarks>
internal sealed class MovedSymbols(ModuleDefinition module, UnwovenImage unwoven) : ISymbolReader
{
    private readonly ISymbolReader _symbols = module.SymbolReader;

    /// <inheritdoc/>
    public ISymbolWriterProvider GetWriterProvider() => _symbols.GetWriterProvider();

    /// <inheritdoc/>
    public bool ProcessDebugHeader(ImageDebugHeader header) => true;

    /// <inheritdoc/>
    public MethodDebugInformation Read(MethodDefinition method) => _symbols.Read(BodyOf(method));

    /// <inheritdoc/>
    public Collection<CustomDebugInformation> Read(ICustomDebugInformationProvider provider) =>
        _symbols.Read(provider is MethodDefinition method ? BodyOf(method) : provider);

    /// <inheritdoc/>
    public void Dispose() => _symbols.Dispose();

    private MethodDefinition BodyOf(MethodDefinition method) =>
        unwoven.Moved.TryGetValue((int)method.MetadataToken.RID, out var body) ? (MethodDefinition)module.LookupToken(new MetadataToken(TokenType.Method, body)) : method;
}
