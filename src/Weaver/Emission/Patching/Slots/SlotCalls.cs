using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Planning.Patching.Reach.Slots;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>Calls of methods of the new build as a slot's cases make them: where the patch has the body, there; else the deployed method.</summary>
internal sealed class SlotCalls
{
    private readonly SlotTargets _targets;
    private readonly PatchUniverse _universe;
    private readonly StaticBodies _bodies;
    private readonly SlotMethods _methods;
    private readonly TypeImporter _importer;

    public SlotCalls(SlotMap slots, PatchUniverse universe, StaticBodies bodies, SlotMethods methods, TypeImporter importer)
    {
        _targets = new SlotTargets(slots, universe);
        _universe = universe;
        _bodies = bodies;
        _methods = methods;
        _importer = importer;
    }

    /// <summary>The call of a method of which the receiver and the arguments are on the stack.</summary>
    /// <param name="target">The method, of a new build or from outside.</param>
    /// <param name="view">The type that declares it, in the terms of some type.</param>
    /// <param name="typeArguments">What the generic parameters of that type are where the call stands.</param>
    /// <param name="methodArguments">The generic arguments of the method.</param>
    /// <param name="isDirect">Whether exactly this method is meant; else the receiver's type is asked.</param>
    public Instruction Call(
        MethodDefinition target, TypeReference view, IReadOnlyList<TypeReference> typeArguments, IReadOnlyList<TypeReference> methodArguments, bool isDirect)
    {
        var references = new ReferenceRewriter(_importer, new GenericMap(typeArguments, methodArguments));
        if (BodyOf(target, isDirect) is { } body)
        {
            var arguments = view is GenericInstanceType instance ? instance.GenericArguments.Select(references.Type) : [];
            return Instruction.Create(OpCodes.Call, body.Over([.. arguments, .. methodArguments]));
        }

        var opCode = isDirect || target.DeclaringType.IsValueType ? OpCodes.Call : OpCodes.Callvirt;
        return Instruction.Create(opCode, references.Method(SelfReference.Instantiate(Reference(target, view), target.GenericParameters)));
    }

    /// <summary>The call of what a type inherits in the place of a deployed override.</summary>
    public Instruction Inherited(InheritedSlot inherited, TypeDefinition type, IReadOnlyList<TypeReference> typeArguments, IReadOnlyList<TypeReference> methodArguments)
    {
        if (_universe.Find(inherited.Target.DeclaringType) is not null)
            return Call(inherited.Target, inherited.View, typeArguments, methodArguments, inherited.IsDirect);
        var outside = OutsideMethod.Reference(inherited.Target, inherited.View, [.. type.GenericParameters], new FacadeScopes(type.Module))
            ?? throw new WeaverDefectException($"{inherited.Target.FullName} is inherited by way of an assembly that {type.Module.Name} does not refer to");
        var references = new ReferenceRewriter(_importer, new GenericMap(typeArguments, methodArguments));
        return Instruction.Create(OpCodes.Call, references.Method(SelfReference.Instantiate(outside, inherited.Target.GenericParameters)));
    }

    // Null where the call names the deployed method, or the patch's own copy of its type.
    private MethodDefinition? BodyOf(MethodDefinition target, bool isDirect) => _targets.Find(target, isDirect) switch
    {
        BindingKind.Slot => _methods.FindOrDeclare(target),
        BindingKind.Body => _bodies.FindOrDeclare(target),
        _ => null,
    };

    /// <summary>A method of a new build on the type that a view names, open.</summary>
    public static MethodReference Reference(MethodDefinition target, TypeReference view)
    {
        MethodReference open = target;
        if (view is GenericInstanceType)
        {
            open = new MethodReference(target.Name, target.ReturnType, view) { HasThis = target.HasThis, CallingConvention = target.CallingConvention };
            foreach (var parameter in target.GenericParameters)
                open.GenericParameters.Add(new GenericParameter(parameter.Name, open));
            foreach (var parameter in target.Parameters)
                open.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        return open;
    }
}
