using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>
/// How compilers bring a member into an expression tree: <c>ldtoken member; (ldtoken its type;) call GetMethodFromHandle or
/// GetFieldFromHandle; (castclass …)</c>, then the factory of the
/// node, arguments of which may be made in between.
/// </summary>
/// <param name="Token">The first of these instructions.</param>
/// <param name="Owner">The token of the type, for members of generic types.</param>
/// <param name="Look">The call that finds the member.</param>
/// <param name="Cast">The cast to what it is; none for fields.</param>
/// <param name="Node">What takes the member: a call of a method of <c>Expression</c>.</param>
/// <param name="Position">Which argument of it the member is.</param>
internal sealed record MemberToken(Instruction Token, Instruction? Owner, Instruction Look, Instruction? Cast, TreeNode Node, int Position)
{
    /// <summary>The method of <c>Expression</c> that makes the node.</summary>
    public MethodReference Method => Node.Method!;

    /// <summary>Reads what a token is for; null where it is not for an expression tree.</summary>
    public static MemberToken? Read(Instruction token)
    {
        var owner = token.Next is { OpCode.Code: Code.Ldtoken, Operand: TypeReference } next ? next : null;
        var look = (owner ?? token).Next;
        if (look?.Operand is not MethodReference { Name: "GetMethodFromHandle" or "GetFieldFromHandle" })
            return null;
        var cast = look.Next?.OpCode.Code == Code.Castclass ? look.Next : null;
        return StackUse.FindTaker(cast ?? look) is { } use && new TreeNode(use.User) is { Method: not null } node
            ? new MemberToken(token, owner, look, cast, node, use.Position) : null;
    }

    /// <summary>Whether the factory is this one.</summary>
    public bool Calls(string name, params string[] parameters) =>
        Method.Name == name && Method.Parameters.Select(static p => p.ParameterType.Name).SequenceEqual(parameters);
}
