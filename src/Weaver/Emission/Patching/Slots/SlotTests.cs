using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Slots;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Emits the tests of an object's type that stand for a method table's entry. The method that gets them has the slot's static shape: its parameters are the receiver
/// and the arguments, its generic parameters those of the slot's type, then those of the slot.
/// </summary>
internal sealed class SlotTests
{
    private readonly SlotCalls _calls;
    private readonly OpenCases _open;
    private readonly ArgumentTests _arguments;
    private readonly TypeImporter _importer;

    public SlotTests(SlotCalls calls, OpenCases open, ArgumentTests arguments, TypeImporter importer)
    {
        _arguments = arguments;
        _calls = calls;
        _open = open;
        _importer = importer;
    }

    /// <summary>Adds the tests; what the method does for all other objects follows.</summary>
    public void Emit(MethodDefinition method, TypeDefinition slotType, IReadOnlyList<SlotCase> cases)
    {
        foreach (var @case in cases)
            Emit(method, slotType, @case, @case.IsOneOfSeveral ? _arguments.Exact : null);
        // The runtime, too, looks for the very instance of an interface first, and then for one that can be converted.
        foreach (var @case in cases.Where(c => c.IsOneOfSeveral && slotType.GenericParameters.Any(static p => !p.IsNonVariant)))
            Emit(method, slotType, @case, _arguments.Convertible);
    }

    private void Emit(MethodDefinition method, TypeDefinition slotType, SlotCase @case, Action<MethodDefinition, TypeDefinition, SlotCase, Instruction>? test)
    {
        var next = Instruction.Create(OpCodes.Nop);
        test?.Invoke(method, slotType, @case, next);
        var flat = method.GenericParameters.Take(slotType.GenericParameters.Count).ToList();
        if (CaseBinding.Infer(@case, slotType, flat) is { } arguments && !OpenCases.NeedsOwnFrame(@case, method))
            EmitDirect(method, slotType, @case, arguments, next);
        else
            _open.Emit(method, slotType, @case, next, EmitCall);
        method.Body.Instructions.Add(next);
    }

    // ldarg.0; isinst T; (stloc t; ldloc t;) brfalse next; …call…; ret
    private void EmitDirect(MethodDefinition method, TypeDefinition slotType, SlotCase @case, IReadOnlyList<TypeReference> arguments, Instruction next)
    {
        var code = method.Body.Instructions;
        var type = new ReferenceRewriter(_importer, new GenericMap(arguments, [])).Type(@case.Type.SelfReference());
        code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[0]));
        code.Add(Instruction.Create(OpCodes.Isinst, type));
        if (@case.Type.IsValueType)
        {
            code.Add(Instruction.Create(OpCodes.Brfalse, next));
            EmitCall(method, @case, arguments, method.GenericParameters.Skip(slotType.GenericParameters.Count).ToList(), null);
            return;
        }

        var self = new VariableDefinition(type);
        method.Body.Variables.Add(self);
        code.Add(Instruction.Create(OpCodes.Stloc, self));
        code.Add(Instruction.Create(OpCodes.Ldloc, self));
        code.Add(Instruction.Create(OpCodes.Brfalse, next));
        EmitCall(method, @case, arguments, method.GenericParameters.Skip(slotType.GenericParameters.Count).ToList(), self);
    }

    // (ldloc t | ldarg.0; unbox T); ldarg…; call; ret        where the slot says T and its override int: box T; unbox.any int
    private void EmitCall(
        MethodDefinition method, SlotCase @case, IReadOnlyList<TypeReference> typeArguments, IReadOnlyList<GenericParameter> methodArguments, VariableDefinition? self)
    {
        var code = method.Body.Instructions;
        var references = new ReferenceRewriter(_importer, new GenericMap(typeArguments, [.. methodArguments]));
        code.Add(self is null ? Instruction.Create(OpCodes.Ldarg, method.Parameters[0]) : Instruction.Create(OpCodes.Ldloc, self));
        if (@case.Type.IsValueType)
            code.Add(Instruction.Create(OpCodes.Unbox, references.Type(@case.Type.SelfReference())));
        else if (self is null)
            code.Add(Instruction.Create(OpCodes.Castclass, references.Type(@case.Type.SelfReference())));
        for (var i = 0; i < @case.Target.Parameters.Count; i++)
        {
            code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[i + 1]));
            Convert(code, method.Parameters[i + 1].ParameterType, references.Type(@case.Target.Parameters[i].ParameterType.Through(@case.TargetView)));
        }

        code.Add(_calls.Call(@case.Target, @case.TargetView, typeArguments, [.. methodArguments], isDirect: false));
        Convert(code, references.Type(@case.Target.ReturnType.Through(@case.TargetView)), method.ReturnType);
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    private static void Convert(Mono.Collections.Generic.Collection<Instruction> code, TypeReference from, TypeReference to)
    {
        if (from is ByReferenceType or PointerType || to.MetadataType == MetadataType.Void || SignatureText.Plain.Write(from) == SignatureText.Plain.Write(to))
            return;
        code.Add(Instruction.Create(OpCodes.Box, Unmodified(from)));
        code.Add(Instruction.Create(OpCodes.Unbox_Any, Unmodified(to)));
    }

    private static TypeReference Unmodified(TypeReference type) => type is IModifierType modifier ? Unmodified(modifier.ElementType) : type;
}
