using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Model;

/// <summary>Walks the instructions of a body in memory, which it counts.</summary>
internal struct ObjectCode(Collection<Instruction> code) : IStubCode
{
    /// <inheritdoc/>
    public int At { get; private set; } = -1;

    /// <inheritdoc/>
    public readonly int Next => At + 1;

    /// <inheritdoc/>
    public readonly int Code => (ushort)code[At].OpCode.Value is var value && value > 0xFF ? 0x100 | (value & 0xFF) : value;

    /// <inheritdoc/>
    public readonly int Target => code.IndexOf((Instruction)code[At].Operand);

    /// <inheritdoc/>
    public readonly bool IsLast => Next == code.Count;

    /// <inheritdoc/>
    public bool Advance() => ++At < code.Count;
}
