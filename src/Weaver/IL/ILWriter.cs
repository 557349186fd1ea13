using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>Writes a body from its first instruction to its last.</summary>
internal readonly struct ILWriter(MethodBody body)
{
    /// <summary>Writes an instruction that was made before, since something branches to it.</summary>
    public void Write(Instruction instruction) => body.Instructions.Add(instruction);

    /// <summary>Writes an instruction without operand.</summary>
    public void Write(OpCode code) => Write(Instruction.Create(code));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, int value) => Write(Instruction.Create(code, value));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, string text) => Write(Instruction.Create(code, text));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, TypeReference type) => Write(Instruction.Create(code, type));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, MethodReference method) => Write(Instruction.Create(code, method));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, FieldReference field) => Write(Instruction.Create(code, field));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, VariableDefinition variable) => Write(Instruction.Create(code, variable));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, Instruction target) => Write(Instruction.Create(code, target));

    /// <summary>Writes an instruction with its operand.</summary>
    public void Write(OpCode code, CallSite signature) => Write(Instruction.Create(code, signature));
}
