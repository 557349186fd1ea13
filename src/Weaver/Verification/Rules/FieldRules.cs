using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Fields of objects, of structs and of types.</summary>
internal sealed class FieldRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void Apply(FieldReference reference, Code code)
    {
        if (reference is null)
            throw new InvalidBodyException("a field", "none");
        var (declaring, type) = context.Members.Read(reference);
        var isOfType = code is Code.Ldsfld or Code.Ldsflda or Code.Stsfld;
        if (isOfType && context.Members.Find(reference) is { IsStatic: false })
            throw new InvalidBodyException("a static field", reference.FullName);
        switch (code)
        {
            case Code.Ldsfld:
                _stack.Push(type);
                break;
            case Code.Ldsflda:
                _stack.Push(new StackEntry(StackKind.ByRef, type));
                break;
            case Code.Stsfld:
                _stack.Pop(type);
                break;
            case Code.Ldfld:
                PopOwner(declaring, takesValue: true);
                _stack.Push(type);
                break;
            case Code.Ldflda:
                var owner = PopOwner(declaring, takesValue: false);
                _stack.Push(owner.Kind == StackKind.NativeInt ? owner : new StackEntry(StackKind.ByRef, type, owner.Traits & EntryTraits.ReadOnly));
                break;
            default:
                _stack.Pop(type);
                if ((PopOwner(declaring, takesValue: false) is { } target) && (target.Traits & EntryTraits.ReadOnly) != 0 && target.Kind == StackKind.ByRef)
                    throw new InvalidBodyException("an address to write to", $"{target} of readonly.");
                break;
        }
    }

    private StackEntry PopOwner(ILType declaring, bool takesValue)
    {
        var owner = _stack.Pop();
        var isRight = owner.Kind switch
        {
            StackKind.Unknown => true,
            StackKind.Reference => TypeRelations.IsReference(declaring) != false && (context.Entries.IsObjectOf(owner, declaring) || IsCell(owner.Type!, declaring)),
            StackKind.ByRef => TypeRelations.IsReference(declaring) != true && context.Entries.PointsTo(owner, declaring),
            StackKind.NativeInt => TypeRelations.IsReference(declaring) != true,
            StackKind.Value => takesValue && TypeRelations.AreSame(owner.Type!, declaring),
            _ => false,
        };
        return isRight ? owner : throw new InvalidBodyException(TypeRelations.IsReference(declaring) == true ? declaring.ToString() : $"the address of {declaring}", owner.ToString());
    }

    // A cell is found by an index that was made for its type, so the emitted access takes it for a cell of that type without a cast, which
    // in shared generic code is a look-up.
    private static bool IsCell(ILType found, ILType declaring) =>
        found.Name?.FullName == "HotWeave.Runtime.Cell" && declaring.Name?.FullName == "HotWeave.Runtime.Cell`1";
}
