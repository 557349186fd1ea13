using HotWeave.Weaver.Verification.Types;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>
/// What a call finds its method by: the object, the address of a value, or the type of a <c>constrained.</c> prefix (ECMA-335 III.2.1).
/// </summary>
internal sealed class ReceiverRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;

    /// <summary>Pops the receiver of an instance method.</summary>
    public void Pop(CalledMethod method, bool isVirtual)
    {
        var receiver = _stack.Pop();
        if (context.Prefixes.Constrained is { } constraint)
            CheckConstrained(method, receiver, constraint, isVirtual);
        else if (!IsReceiver(receiver, method.DeclaringType))
            throw new InvalidBodyException(Describe(method.DeclaringType), receiver.ToString());
    }

    /// <summary>A static method that is virtual or abstract is found by the type of the prefix, and only so.</summary>
    public void CheckStatic(CalledMethod method)
    {
        if (context.Prefixes.Constrained is { } constraint)
        {
            if (method.Definition is { IsVirtual: false })
                throw new InvalidBodyException("a static virtual method after constrained.", method.ToString());
            RequireHas(constraint, method);
        }
        else if (method.DeclaringType.Name is { IsInterface: true } && method.Definition is { IsStatic: true, IsAbstract: true })
        {
            throw new InvalidBodyException("constrained. before a call of a static abstract method", "none");
        }
    }

    private bool IsReceiver(in StackEntry receiver, ILType declaring)
    {
        var isReference = TypeRelations.IsReference(declaring);
        return receiver.Kind switch
        {
            StackKind.Unknown => true,
            StackKind.Reference => isReference != false && context.Entries.IsObjectOf(receiver, declaring),
            StackKind.ByRef => isReference != true && context.Entries.PointsTo(receiver, declaring),
            StackKind.NativeInt => isReference != true,
            _ => false,
        };
    }

    private void CheckConstrained(CalledMethod method, in StackEntry receiver, ILType constraint, bool isVirtual)
    {
        if (!isVirtual)
            throw new InvalidBodyException("callvirt, or a static method, after constrained.", "call of " + method);
        if (receiver.Kind is not (StackKind.ByRef or StackKind.NativeInt or StackKind.Unknown) || (receiver.Kind == StackKind.ByRef && !context.Entries.PointsTo(receiver, constraint)))
            throw new InvalidBodyException($"the address of {constraint}", receiver.ToString());
        RequireHas(constraint, method);
    }

    private void RequireHas(ILType constraint, CalledMethod method)
    {
        if (!context.Relations.IsAssignable(constraint, method.DeclaringType) && !TypeRelations.AreSame(constraint, method.DeclaringType))
            throw new InvalidBodyException($"a method of {constraint}", method.ToString());
    }

    private static string Describe(ILType declaring) =>
        TypeRelations.IsReference(declaring) == false ? $"the address of {declaring}" : declaring.ToString();
}
