using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>
/// The symbols of an unwoven image: those of a body that was moved are those of the method that had it, and those of one behind a stub
/// begin where that ended.
/// </summary>
internal sealed class MovedSymbols(ModuleDefinition module, UnwovenImage unwoven) : ISymbolReader
{
    private readonly ISymbolReader _symbols = module.SymbolReader;

    /// <inheritdoc/>
    public ISymbolWriterProvider GetWriterProvider() => _symbols.GetWriterProvider();

    /// <inheritdoc/>
    public bool ProcessDebugHeader(ImageDebugHeader header) => true;

    /// <inheritdoc/>
    public MethodDebugInformation Read(MethodDefinition method)
    {
        var information = _symbols.Read(BodyOf(method));
        var taken = unwoven.TakenOff((int)method.MetadataToken.RID);
        if (taken == 0 || information is null)
            return information!;
        var points = information.SequencePoints.Where(p => p.Offset >= taken).Select(p => Moved(p, taken)).ToList();
        information.SequencePoints.Clear();
        points.ForEach(information.SequencePoints.Add);
        if (information.Scope is not null)
            Move(information.Scope, taken);
        return information;
    }

    /// <inheritdoc/>
    public Collection<CustomDebugInformation> Read(ICustomDebugInformationProvider provider) =>
        _symbols.Read(provider is MethodDefinition method ? BodyOf(method) : provider);

    /// <inheritdoc/>
    public void Dispose() => _symbols.Dispose();

    private static SequencePoint Moved(SequencePoint point, int taken)
    {
        var at = Instruction.Create(OpCodes.Nop);
        at.Offset = point.Offset - taken;
        return new SequencePoint(at, point.Document) { StartLine = point.StartLine, StartColumn = point.StartColumn, EndLine = point.EndLine, EndColumn = point.EndColumn };
    }

    private static void Move(ScopeDebugInformation scope, int taken)
    {
        (scope.Start, scope.End) = (Moved(scope.Start, taken), Moved(scope.End, taken));
        foreach (var inner in scope.Scopes)
            Move(inner, taken);
    }

    private static InstructionOffset Moved(InstructionOffset offset, int taken) =>
        offset.IsEndOfMethod ? offset : new InstructionOffset(Math.Max(0, offset.Offset - taken));

    private MethodDefinition BodyOf(MethodDefinition method) =>
        unwoven.Moved.TryGetValue((int)method.MetadataToken.RID, out var body)
            ? (MethodDefinition)module.LookupToken(new MetadataToken(TokenType.Method, body))
            : method;
}
