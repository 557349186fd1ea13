using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>Calls of methods of the new build as a slot's cases make them: where the patch has the body, there; else the deployed method.</summary>
internal sealed class SlotCalls
{
    private readonly SlotMap _slots;
    private readonly PatchUniverse _universe;
    private readonly PatchedCode _code;
    private readonly TypeImporter _importer;
    private readonly Func<MethodDefinition, MethodDefinition> _dispatcher;

    public SlotCalls(SlotMap slots, PatchUniverse universe, PatchedCode code, TypeImporter importer, Func<MethodDefinition, MethodDefinition> dispatcher)
    {
        _slots = slots;
        _universe = universe;
        _code = code;
        _importer = importer;
        _dispatcher = dispatcher;
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
    private MethodDefinition? BodyOf(MethodDefinition target, bool isDirect)
    {
        if (_universe.Find(target.DeclaringType) is null || _universe.WovenOf(target.DeclaringType) is null)
            return null;
        var isAsked = !isDirect && (target.IsAbstract || _slots.CasesOf(target).Count > 0);
        if (_universe.OldOf(target) is not { } old)
            return isAsked ? _dispatcher(target) : _code.StaticBody(target);
        if (isDirect && target.HasBody)
            return _code.StaticBody(target);
        return !old.IsVirtual && _universe.IsInlined(target) ? (isAsked ? _dispatcher(target) : _code.StaticBody(target)) : null;
    }

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
