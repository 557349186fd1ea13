using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>A call of a factory of <c>Expression</c>, and where what it makes goes.</summary>
/// <param name="Factory">The call.</param>
internal sealed record TreeNode(Instruction Factory)
{
    private const string Expression = "System.Linq.Expressions.Expression";

    /// <summary>The factory; null where the instruction calls none.</summary>
    public MethodReference? Method => Factory is { OpCode.Code: Code.Call,
        Operand: MethodReference { DeclaringType.FullName: Expression } method } ? method : null;

    /// <summary>Who takes the node; null where the code branches before anybody does.</summary>
    public StackUse? Taker => StackUse.FindTaker(Factory);

    /// <summary>
    /// Whether nothing minds that the node is of another class: it is put into an array, or given to something that takes any node.
    /// </summary>
    public bool MayBeAny => Taker is { } use && (use.Wanted is { FullName: Expression } || IsElement(use));

    /// <summary>Who takes the array that it is put into; null where it is put into none.</summary>
    public StackUse? TakerOfArray => Taker is { } use && IsElement(use) ? StackUse.FindTakerOfCopied(use.User) : null;

    private static bool IsElement(StackUse use) => use.User.OpCode.Code == Code.Stelem_Ref && use.Position == 2;
}
