using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// <c>constrained. T callvirt C::M</c> where the patch has the body: on the stack is a reference to the receiver, and the body takes the receiver itself. What T is may
/// be known at run time only, so a method of the patch that has T as its last generic parameter stands between.
/// </summary>
internal sealed class ConstrainedCalls(StaticBodies bodies)
{
    private readonly Dictionary<MethodDefinition, MethodDefinition> _made = [];

    /// <summary>The method that takes the receiver by reference.</summary>
    /// <param name="callee">The method that is called, of a class or an interface.</param>
    /// <param name="target">The static method of the patch that stands for it.</param>
    public MethodDefinition FindOrMake(MethodDefinition callee, MethodDefinition target)
    {
        if (_made.TryGetValue(target, out var known))
            return known;
        var method = Declare(bodies, callee, out var self);
        _made.Add(target, method);
        EmitCall(method, self, target);
        return method;
    }

    /// <summary>A method of the shape of <paramref name="callee"/>, without a body yet, with one generic parameter more: the type of the receiver, which comes by reference.</summary>
    public static MethodDefinition Declare(StaticBodies bodies, MethodDefinition callee, out GenericParameter self)
    {
        var method = bodies.DeclareHidden(callee, $"<{callee.Name}>constrained");
        var receiver = method.Parameters[0];
        self = new GenericParameter("TSelf", method);
        self.Constraints.Add(new GenericParameterConstraint(receiver.ParameterType));
        method.GenericParameters.Add(self);
        receiver.ParameterType = new ByReferenceType(self);
        return method;
    }

    // ldarg.0; ldobj TSelf; box TSelf; ldarg…; call target; ret          a struct is boxed, as the runtime would do it (ECMA-335 III.2.1)
    public static void EmitCall(MethodDefinition method, GenericParameter self, MethodDefinition target)
    {
        var il = method.Body.Instructions;
        il.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[0]));
        il.Add(Instruction.Create(OpCodes.Ldobj, self));
        il.Add(Instruction.Create(OpCodes.Box, self));
        foreach (var parameter in method.Parameters.Skip(1))
            il.Add(Instruction.Create(OpCodes.Ldarg, parameter));
        il.Add(Instruction.Create(OpCodes.Call, target.Over([.. method.GenericParameters.Where(p => p != self)])));
        il.Add(Instruction.Create(OpCodes.Ret));
    }
}
