using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>
/// Whether a delegate's type calls what its method takes and gives, and its target is the method's receiver (ECMA-335 II.14.6.1, III.4.21).
/// </summary>
internal sealed class DelegateRules(BodyContext context)
{
    /// <summary>Checks a delegate's constructor whose arguments are on the stack.</summary>
    public void Check(CalledMethod constructor, CalledMethod target)
    {
        if (constructor.DeclaringType.Name is not { IsDelegate: true, Definition: { } definition })
            return;
        if (definition.Methods.FirstOrDefault(static m => m.Name == "Invoke") is not { } invoke)
            return;
        var receiver = context.Stack[context.Stack.Depth - 2];
        var called = invoke.Parameters.Select(p => Substitute(p.ParameterType, constructor.DeclaringType)).ToArray();
        var taken = target.HasThis ? [ReceiverOf(target.DeclaringType), .. target.Parameters] : target.Parameters;
        // What is bound is the receiver, or the first argument; a delegate that binds neither has the null reference there.
        var bound = taken.Length - called.Length;
        if (bound is not (0 or 1) || (bound == 0 && !receiver.IsNull && receiver.Kind != StackKind.Unknown))
            throw new InvalidBodyException($"a method that {constructor.DeclaringType} can call", target.ToString());
        if (bound == 1 && !TakesTarget(receiver, taken[0]))
            throw new InvalidBodyException($"{taken[0]} as the delegate's target", receiver.ToString());
        for (var i = 0; i < called.Length; i++)
        {
            if (!IsCompatible(called[i], taken[bound + i]))
                throw new InvalidBodyException($"a method whose parameter {i} takes {called[i]}", $"{target}");
        }

        var returned = Substitute(invoke.ReturnType, constructor.DeclaringType);
        if (!IsCompatible(target.ReturnType, returned))
            throw new InvalidBodyException($"a method that returns {returned}", target.ToString());
    }

    private ILType Substitute(TypeReference type, ILType @delegate) =>
        context.Types.Substitute(context.Types.Read(type), @delegate.Arguments, []);

    private ILType ReceiverOf(ILType declaring) =>
        TypeRelations.IsReference(declaring) == false ? context.Types.ByRefTo(declaring) : declaring;

    // A struct's method is called on its box.
    private bool TakesTarget(in StackEntry target, ILType type)
    {
        if (target.Kind == StackKind.Unknown || target.IsNull)
            return true;
        return target.Kind == StackKind.Reference
            && (type.Kind == ILKind.ByRef ? TypeRelations.AreSame(target.Type!, type.Element!) : context.Entries.IsObjectOf(target, type));
    }

    private bool IsCompatible(ILType source, ILType target)
    {
        if (TypeRelations.AreSame(source, target))
            return true;
        if (source.Kind == ILKind.Void || target.Kind == ILKind.Void || source.Kind == ILKind.ByRef || target.Kind == ILKind.ByRef)
            return source.Kind == target.Kind && context.Entries.PointsTo(new StackEntry(StackKind.ByRef, source.Element), target.Element!);
        if (TypeRelations.IsReference(source) == false || TypeRelations.IsReference(target) == false)
            return TypeRelations.AreSame(context.Relations.Reduce(source), context.Relations.Reduce(target));
        return context.Relations.IsAssignable(source, target);
    }
}
