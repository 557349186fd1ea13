using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model.Mapping;

/// <summary>A call that maps end points, or says more of what another mapped, and that can be made again.</summary>
/// <param name="instruction">The call.</param>
/// <param name="arguments">What it is given; the first is the builder, or what an earlier call gave.</param>
/// <param name="text">The same in both builds where it does the same.</param>
internal sealed class MappedCall(Instruction instruction, IReadOnlyList<MappedValue> arguments, string text)
{
    public Instruction Instruction { get; } = instruction;

    public IReadOnlyList<MappedValue> Arguments { get; } = arguments;

    public string Text { get; } = text;

    public MethodReference Method => (MethodReference)Instruction.Operand;

    /// <summary>The call whose result this one speaks of; null where it is given the builder itself.</summary>
    public MappedCall? Source => Arguments[0].Call;
}
