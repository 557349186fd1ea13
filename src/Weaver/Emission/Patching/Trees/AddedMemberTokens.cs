using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Trees;

/// <summary>
/// Lets the expression trees that one body builds name members which only the patch has: the node becomes a call of the static method that stands for the member. What the compiled tree
/// does is the same; a provider that translates trees does not know the method.
/// </summary>
internal sealed class AddedMemberTokens(ReferenceRewriter references)
{
    private const string Expression = "Expression";
    private static readonly string[] s_others = ["AndAlso", "OrElse", "Property", "Field", "Bind", "MemberBind", "ListBind", "ElementInit", "New"];

    private readonly Dictionary<Instruction, IReadOnlyList<Instruction>> _later = [];

    /// <summary>What stands for an instruction that belongs to a token met before; null for all others.</summary>
    public IReadOnlyList<Instruction>? Of(Instruction original) => _later.TryGetValue(original, out var instructions) ? instructions : null;

    /// <summary>Names the static method that stands for a method; false where the tree cannot have it there.</summary>
    /// <param name="token">The instruction that names the method.</param>
    /// <param name="member">The method.</param>
    /// <param name="home">What stands for it, to be called, or where it is true to make a delegate of; not asked for where the tree cannot have it.</param>
    public bool TryMethod(Instruction token, MethodDefinition member, Func<bool, MethodReference> home)
    {
        if (MemberToken.Read(token) is not { } use)
            return false;
        var nodes = NodesOf(use.Method);
        if (use.Calls("Call", Expression, "MethodInfo", "Expression[]"))
            Rewrite(use, home(false), member.HasThis ? [Factory(nodes.Call)] : null);
        else if (use.Calls("Property", Expression, "MethodInfo") && use.Node.MayBeAny)
            Rewrite(use, home(false), [Factory(nodes.Get)]);
        else if (IsOperator(use, member))
            Rewrite(use, home(false), null);
        else if (use.Calls("Constant", "Object", "Type"))
            Rewrite(use, home(true), null);
        else if (use.Calls("Bind", "MethodInfo", Expression) && TryInitialiser(use.Node))
            Rewrite(use, home(false), [Factory(nodes.Bind)]);
        else if (use.Position == 0 && use.Method.Name == "ElementInit" && TryInitialiser(use.Node))
            Rewrite(use, home(false), [Factory(nodes.ElementInit)]);
        else if (use.Position == 0 && use.Method.Name is "MemberBind" or "ListBind" && TryInitialiser(use.Node))
            Rewrite(use, home(false), Within(use.Method));
        else
            return false;
        return true;
    }

    /// <summary>Names the static method that makes an object by a constructor; false where the tree cannot have it there.</summary>
    public bool TryConstructor(Instruction token, Func<MethodReference> factory)
    {
        if (MemberToken.Read(token) is not { Cast: not null } use || !(use.Calls("New", "ConstructorInfo", "IEnumerable`1") || use.Calls("New", "ConstructorInfo", "Expression[]")) || !TryMade(use.Node))
            return false;
        var nodes = NodesOf(use.Method);
        Rewrite(use, factory(), [Factory(nodes.New)]);
        _later[use.Cast] = [Instruction.Create(OpCodes.Castclass, nodes.MethodInfo)];
        return true;
    }

    /// <summary>Names the accessors that stand for a field; false where the tree cannot have it there.</summary>
    /// <param name="token">The instruction that names the field.</param>
    /// <param name="getter">What reads the field.</param>
    /// <param name="setter">What sets it.</param>
    public bool TryField(Instruction token, MethodReference getter, MethodReference setter)
    {
        if (MemberToken.Read(token) is not { } use)
            return false;
        var nodes = NodesOf(use.Method);
        if (use.Calls("Field", Expression, "FieldInfo") && use.Node.MayBeAny)
            Rewrite(use, getter, [Factory(nodes.Get)]);
        else if (use.Calls("Bind", "MemberInfo", Expression) && TryInitialiser(use.Node))
            Rewrite(use, setter, [Factory(nodes.Bind)]);
        else if (use.Position == 0 && use.Method.Name is "MemberBind" or "ListBind" && TryInitialiser(use.Node))
            Rewrite(use, getter, [.. nodes.Load(setter), Factory(nodes.BindWithin(use.Method.Name))]);
        else
            return false;
        _later[use.Look] = [nodes.Look(use.Owner is not null), Instruction.Create(OpCodes.Castclass, nodes.MethodInfo)];
        return true;
    }

    /// <summary>
    /// Says of the operator <c>&amp;</c> or <c>|</c> of a type how <c>&amp;&amp;</c> and <c>||</c> do by it, where <c>Expression</c> would not find the operators <c>true</c> and <c>false</c>
    /// at the type; false where it is for something else.
    /// </summary>
    /// <param name="token">The instruction that names the operator.</param>
    /// <param name="both">What names it now.</param>
    /// <param name="decides">What stands for the operator <c>true</c> or <c>false</c>, by its name.</param>
    public bool TryShortCircuit(Instruction token, Func<MethodReference> both, Func<string, MethodReference> decides)
    {
        if (MemberToken.Read(token) is not { } use || !(use.Calls("AndAlso", Expression, Expression, "MethodInfo") || use.Calls("OrElse", Expression, Expression, "MethodInfo")) || !use.Node.MayBeAny)
            return false;
        var nodes = NodesOf(use.Method);
        Rewrite(use, both(), [.. nodes.Load(decides(use.Method.Name == "AndAlso" ? "op_False" : "op_True")), Factory(nodes.ShortCircuit)]);
        return true;
    }

    /// <summary>What makes an object where a tree would look for its type's constructor without parameters; null where the tree cannot have it there.</summary>
    /// <param name="call">The call of <c>Expression.New(Type)</c>.</param>
    /// <param name="factory">What makes the object.</param>
    public IReadOnlyList<Instruction>? NewOfType(Instruction call, Func<MethodReference> factory)
    {
        if (!TryMade(new TreeNode(call)))
            return null;
        var nodes = NodesOf((MethodReference)call.Operand);
        return [.. nodes.Load(factory()), Factory(nodes.NewOfType)];
    }

    // Operators written by a person are static methods everywhere; && and || look for further members of the method's type.
    private static bool IsOperator(MemberToken use, MethodDefinition member) =>
        member.IsStatic && use.Method.Parameters[use.Position].ParameterType.Name == "MethodInfo" && !s_others.Contains(use.Method.Name);

    // What is made is no NewExpression: an initialiser of it has to take that.
    private bool TryMade(TreeNode node) => node.MayBeAny || (node.Taker is { Position: 0, User: var taker } && TryComplete(new TreeNode(taker)));

    // What is bound or added goes into an array, for an initialiser.
    private bool TryInitialiser(TreeNode part) => part.TakerOfArray is { Position: 1, User: var taker } && TryComplete(new TreeNode(taker));

    private bool TryComplete(TreeNode node)
    {
        switch (node.Method?.Name)
        {
            case "MemberInit" or "ListInit" when node.MayBeAny:
                _later[node.Factory] = [Factory(NodesOf(node.Method).Init(node.Method.Name))];
                return true;
            case "MemberBind" or "ListBind" when TryInitialiser(node):
                if (!_later.ContainsKey(node.Factory))
                    _later[node.Factory] = Within(node.Method);
                return true;
            default:
                return false;
        }
    }

    private IReadOnlyList<Instruction> Within(MethodReference method) => [Instruction.Create(OpCodes.Ldnull), Factory(NodesOf(method).BindWithin(method.Name))];

    private static Instruction Factory(MethodReference method) => Instruction.Create(OpCodes.Call, method);

    private TreeNodes NodesOf(MethodReference factory) => new(references.Target, references.Type(factory.DeclaringType).Scope);

    private void Rewrite(MemberToken use, MethodReference method, IReadOnlyList<Instruction>? factory)
    {
        _later[use.Token] = [Instruction.Create(OpCodes.Ldtoken, method)];
        if (use.Owner is not null)
            _later[use.Owner] = [Instruction.Create(OpCodes.Ldtoken, method.DeclaringType)];
        if (factory is not null)
            _later[use.Node.Factory] = factory;
    }
}
