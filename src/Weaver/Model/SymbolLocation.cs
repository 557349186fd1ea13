using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>Finds the source line at which a member begins, where symbols say.</summary>
internal static class SymbolLocation
{
    public static SourceLocation? Find(MethodDefinition method)
    {
        if (!method.HasBody || !method.DebugInformation.HasSequencePoints)
            return StateMachineOf(method) is { } moveNext && moveNext != method ? Find(moveNext) : null;
        var first = method.DebugInformation.SequencePoints.FirstOrDefault(static p => !p.IsHidden);
        return first is null ? null : new SourceLocation(first.Document.Url, first.StartLine, first.StartColumn);
    }

    /// <summary>The line of an instruction; that of the method where symbols do not say.</summary>
    public static SourceLocation? Find(MethodDefinition method, Instruction instruction)
    {
        if (!method.HasBody || !method.DebugInformation.HasSequencePoints)
            return Find(method);
        var point = method.DebugInformation.SequencePoints.LastOrDefault(p => p.Offset <= instruction.Offset && !p.IsHidden);
        return point is null ? Find(method) : new SourceLocation(point.Document.Url, point.StartLine, point.StartColumn);
    }

    public static SourceLocation? Find(TypeDefinition type) =>
        type.Methods.Select(Find).Where(static l => l is not null).OrderBy(static l => l!.Line).FirstOrDefault();

    private static MethodDefinition? StateMachineOf(MethodDefinition method) =>
        method.CustomAttributes
            .Where(static a => a.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal) && a.ConstructorArguments.Count == 1)
            .Select(static a => (a.ConstructorArguments[0].Value as TypeReference)?.Resolve())
            .FirstOrDefault()?.Methods.FirstOrDefault(static m => m.Name == "MoveNext");
}
