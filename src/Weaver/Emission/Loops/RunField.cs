using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Loops;

/// <summary>The field of a state machine for its run, and the code that uses it.</summary>
internal sealed class RunField
{
    private readonly ModuleDefinition _module;
    private readonly TypeReference _run;
    private readonly FieldReference _field;

    /// <summary>Finds the field, or adds it.</summary>
    public RunField(TypeDefinition machine)
    {
        _module = machine.Module;
        _run = LoopReferences.Type(_module, LoopReferences.Run);
        if (!machine.Fields.Any(static f => f.Name == GeneratedName.Run))
            machine.Fields.Add(new FieldDefinition(GeneratedName.Run, FieldAttributes.Private, _run));
        var self = StaticShape.SelfType(machine);
        _field = new FieldReference(GeneratedName.Run, _run, self is ByReferenceType byReference ? byReference.ElementType : self);
    }

    /// <summary><c>ldarg.0; ldflda run; ldtoken T; ldstr name; call LoopRun::Step</c></summary>
    public IEnumerable<Instruction> Step(MethodDefinition body, string name) =>
        [.. Load(), .. LoopReferences.Identity(body, name),
            Call("Step", _module.TypeSystem.Void, Address, LoopReferences.Handle(_module), _module.TypeSystem.String)];

    /// <summary><c>ldarg.0; ldflda run; call LoopRun::End</c></summary>
    public IEnumerable<Instruction> End() => [.. Load(), Call("End", _module.TypeSystem.Void, Address)];

    /// <summary><c>ldflda run; call LoopRun::Answer</c>, where the answer and the state machine are on the stack.</summary>
    public IEnumerable<Instruction> Answer() =>
        [Instruction.Create(OpCodes.Ldflda, _field), Call("Answer", _module.TypeSystem.Boolean, _module.TypeSystem.Boolean, Address)];

    private ByReferenceType Address => new(_run);

    private IEnumerable<Instruction> Load() => [Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldflda, _field)];

    private Instruction Call(string name, TypeReference returns, params TypeReference[] parameters) =>
        Instruction.Create(OpCodes.Call, LoopReferences.Static(_run, name, returns, parameters));
}
