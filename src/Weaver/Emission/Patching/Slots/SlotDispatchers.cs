using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Stands for the method tables that running types do not have: a static method per virtual method that only the patch knows, which tests the object's type, most
/// derived first; and the same tests before the new body of a deployed method that has unreachable overrides.
/// </summary>
internal sealed class SlotDispatchers
{
    private readonly SlotMap _slots;
    private readonly StaticBodies _bodies;
    private readonly SlotMethods _methods;
    private readonly SlotCalls _calls;
    private readonly SlotTests _tests;
    private readonly ArgumentTests _arguments;

    public SlotDispatchers(SlotMap slots, StaticBodies bodies, SlotMethods methods, SlotCalls calls, Holders holders, TypeImporter importer)
    {
        _slots = slots;
        _bodies = bodies;
        _methods = methods;
        _calls = calls;
        _arguments = new ArgumentTests(importer);
        _tests = new SlotTests(_calls, new OpenCases(holders, importer), _arguments, importer);
    }

    /// <summary>Gives the override of a dispatch method the tests of the slot's cases, and then the body.</summary>
    public void Host(MethodDefinition slot, MethodDefinition method)
    {
        _tests.Emit(method, slot.DeclaringType, _slots.CasesOf(slot));
        DispatchSubclass.LoadArguments(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, _bodies.FindOrDeclare(slot).Over([.. method.GenericParameters])));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    /// <summary>Gives the override of a dispatch method whose export is gone what its objects run now.</summary>
    public void Host(InheritedSlot inherited, TypeDefinition type, MethodDefinition method)
    {
        _tests.Emit(method, type, inherited.Cases);
        DispatchSubclass.LoadArguments(method);
        var ofType = type.GenericParameters.Count;
        method.Body.Instructions.Add(_calls.Inherited(inherited, type, [.. method.GenericParameters.Take(ofType)], [.. method.GenericParameters.Skip(ofType)]));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    /// <summary>Gives the override of a dispatch method the tests of a slot whose own body is gone, and then the deployed one.</summary>
    public void Host(MethodDefinition slot, MethodDefinition method, MethodDefinition deployed)
    {
        _tests.Emit(method, slot.DeclaringType, _slots.CasesOf(slot));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg_0));
        DispatchSubclass.LoadArguments(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, deployed.Over([.. method.GenericParameters])));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    // ldarg.0; callvirt Object::GetType; pop; …tests…; (ldarg…; call body; ret | ldstr; newobj MissingMethodException; throw)
    /// <summary>Makes the tests that stand for a virtual call of a method.</summary>
    public void Emit(MethodDefinition slot)
    {
        var method = _methods.FindOrDeclare(slot);
        var module = method.Module;
        var code = method.Body.Instructions;
        if (!slot.DeclaringType.IsValueType)
            Prologues.CheckNull(method);
        _tests.Emit(method, slot.DeclaringType, _slots.CasesOf(slot));
        if (slot.HasBody)
        {
            DispatchSubclass.LoadArguments(method);
            code.Add(_calls.Call(slot, slot.DeclaringType.SelfReference(), [.. OfType(slot, method)], [.. OfMethod(slot, method)], isDirect: true));
            code.Add(Instruction.Create(OpCodes.Ret));
            return;
        }

        var exception = module.Core("System", "MissingMethodException");
        code.Add(Instruction.Create(OpCodes.Ldstr, $"{ReadableName.Describe(slot)} was added by a patch, and the object's type, which is not part of the patch, does not implement it."));
        code.Add(Instruction.Create(OpCodes.Newobj, module.CoreMethod(exception, ".ctor", true, module.TypeSystem.Void, module.TypeSystem.String)));
        code.Add(Instruction.Create(OpCodes.Throw));
    }

    // (ldtoken TSelf; …; ldtoken S; …; bne.un next; ldarg…; call S::M; ret; next:)… and for all others the dispatcher is called
    /// <summary>Makes them for a receiver that comes by reference.</summary>
    public void EmitByReference(MethodDefinition slot)
    {
        var (method, self) = _methods.FindOrDeclareByReference(slot);
        var code = method.Body.Instructions;
        var inner = method.GenericParameters.Where(p => p != self);
        // A struct's own copy must change, not that of a box.
        foreach (var @case in _slots.CasesOf(slot).Where(static c => c.Type is { IsValueType: true, HasGenericParameters: false }))
        {
            var next = Instruction.Create(OpCodes.Nop);
            _arguments.Same(method, self, @case.Type, next);
            DispatchSubclass.LoadArguments(method);
            code.Add(_calls.Call(@case.Target, @case.TargetView, [], [.. inner.Skip(slot.DeclaringType.GenericParameters.Count)], isDirect: false));
            code.Add(Instruction.Create(OpCodes.Ret));
            code.Add(next);
        }

        ConstrainedCalls.EmitCall(method, self, _methods.FindOrDeclare(slot));
    }

    private static IEnumerable<TypeReference> OfType(MethodDefinition slot, MethodDefinition method) => method.GenericParameters.Take(slot.DeclaringType.GenericParameters.Count);

    private static IEnumerable<TypeReference> OfMethod(MethodDefinition slot, MethodDefinition method) => method.GenericParameters.Skip(slot.DeclaringType.GenericParameters.Count);
}
