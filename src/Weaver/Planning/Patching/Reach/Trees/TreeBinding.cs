using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>An expression tree names a member by its token, and a call of what stands for the member takes the node's place.</summary>
/// <param name="Form">How.</param>
/// <param name="Member">The member of the new build.</param>
/// <param name="Carriers">The calls that make what the node goes into, which take another kind of part then, innermost first.</param>
internal sealed record TreeBinding(TreeForm Form, IMemberDefinition Member, IReadOnlyList<Instruction> Carriers) : Binding
{
    /// <summary>What the token is for; null for <see cref="TreeForm.NewOfType"/>.</summary>
    public MemberToken? Use { get; init; }

    /// <summary>What delegates of the member mean.</summary>
    public HomeKind Home { get; init; }

    /// <summary>The operator <c>true</c> or <c>false</c> that decides, for <see cref="TreeForm.ShortCircuit"/>.</summary>
    public MethodDefinition? Decider { get; init; }

    /// <inheritdoc/>
    public override string? Describe() => $"{MemberName.Describe(Member)}: call in an expression tree ({Form})";
}
