using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>
/// Reads what the expression trees of one body do with members that only the patch has: each such node can become a call of the static
/// method that stands for the member. What the compiled
/// tree does is the same; a provider that translates trees does not know the method.
/// </summary>
internal sealed class TreeForms
{
    private const string Expression = "Expression";
    private static readonly string[] s_others = ["AndAlso", "OrElse", "Property", "Field", "Bind", "MemberBind", "ListBind", "ElementInit",
        "New"];

    private readonly HashSet<Instruction> _taken = [];

    /// <summary>Whether an instruction belongs to a token met before.</summary>
    public bool IsTaken(Instruction original) => _taken.Contains(original);

    /// <summary>How a tree names a method; null where it cannot have the static method there.</summary>
    public TreeBinding? FindMethod(Instruction token, MethodDefinition member)
    {
        if (MemberToken.Read(token) is not { } use)
            return null;
        var carriers = new List<Instruction>();
        TreeForm? form = null;
        if (use.Calls("Call", Expression, "MethodInfo", "Expression[]"))
            form = TreeForm.Call;
        else if (use.Calls("Property", Expression, "MethodInfo") && use.Node.MayBeAny)
            form = TreeForm.Get;
        else if (IsOperator(use, member))
            form = TreeForm.Operator;
        else if (use.Calls("Constant", "Object", "Type"))
            form = TreeForm.Constant;
        else if (use.Calls("Bind", "MethodInfo", Expression) && TryInitialiser(use.Node, carriers))
            form = TreeForm.Bind;
        else if (use.Position == 0 && use.Method.Name == "ElementInit" && TryInitialiser(use.Node, carriers))
            form = TreeForm.ElementInit;
        else if (use.Position == 0 && use.Method.Name is "MemberBind" or "ListBind" && TryInitialiser(use.Node, carriers))
            form = TreeForm.Within;
        return form is null ? null : Take(new TreeBinding(form.Value, member, carriers) { Use = use },
            hasFactory: form is not (TreeForm.Operator or TreeForm.Constant) && (form != TreeForm.Call || member.HasThis));
    }

    /// <summary>How a tree names a constructor; null where it cannot have the static method there.</summary>
    public TreeBinding? FindConstructor(Instruction token, MethodDefinition constructor)
    {
        var carriers = new List<Instruction>();
        if (MemberToken.Read(token) is not { Cast: { } cast } use || !(use.Calls("New", "ConstructorInfo", "IEnumerable`1")
            || use.Calls("New", "ConstructorInfo", "Expression[]")) || !TryMade(use.Node, carriers))
            return null;
        _taken.Add(cast);
        return Take(new TreeBinding(TreeForm.New, constructor, carriers) { Use = use }, hasFactory: true);
    }

    /// <summary>How a tree names a field; null where it cannot have the accessors there.</summary>
    public TreeBinding? FindField(Instruction token, FieldDefinition field)
    {
        if (MemberToken.Read(token) is not { } use)
            return null;
        var carriers = new List<Instruction>();
        TreeForm? form = null;
        if (use.Calls("Field", Expression, "FieldInfo") && use.Node.MayBeAny)
            form = TreeForm.FieldGet;
        else if (use.Calls("Bind", "MemberInfo", Expression) && TryInitialiser(use.Node, carriers))
            form = TreeForm.FieldBind;
        else if (use.Position == 0 && use.Method.Name is "MemberBind" or "ListBind" && TryInitialiser(use.Node, carriers))
            form = TreeForm.FieldWithin;
        if (form is null)
            return null;
        _taken.Add(use.Look);
        return Take(new TreeBinding(form.Value, field, carriers) { Use = use }, hasFactory: true);
    }

    /// <summary>
    /// Where the operator <c>&amp;</c> or <c>|</c> of a type says how <c>&amp;&amp;</c> and <c>||</c> do by it: <c>Expression</c> would not
    /// find the operators <c>true</c> and <c>false</c>
    /// at the type. Null where it is for something else.
    /// </summary>
    /// <param name="token">The instruction that names the operator.</param>
    /// <param name="operator">The operator.</param>
    /// <param name="deciders">The operators <c>true</c> and <c>false</c>.</param>
    public TreeBinding? FindShortCircuit(Instruction token, MethodDefinition @operator, IReadOnlyList<MethodDefinition> deciders)
    {
        if (MemberToken.Read(token) is not { } use || !(use.Calls("AndAlso", Expression, Expression, "MethodInfo")
            || use.Calls("OrElse", Expression, Expression, "MethodInfo")) || !use.Node.MayBeAny)
            return null;
        var decider = deciders.First(o => o.Name == (use.Method.Name == "AndAlso" ? "op_False" : "op_True"));
        return Take(new TreeBinding(TreeForm.ShortCircuit, @operator, []) { Use = use, Decider = decider }, hasFactory: true);
    }

    /// <summary>
    /// Where a tree would look for a type's constructor without parameters; null where it cannot have what makes the object there.
    /// </summary>
    /// <param name="call">The call of <c>Expression.New(Type)</c>.</param>
    /// <param name="constructor">The constructor.</param>
    public TreeBinding? FindNewOfType(Instruction call, MethodDefinition constructor)
    {
        var carriers = new List<Instruction>();
        if (!TryMade(new TreeNode(call), carriers))
            return null;
        _taken.UnionWith(carriers);
        return new TreeBinding(TreeForm.NewOfType, constructor, carriers);
    }

    // Operators written by a person are static methods everywhere; && and || look for further members of the method's type.
    private static bool IsOperator(MemberToken use, MethodDefinition member) =>
        member.IsStatic && use.Method.Parameters[use.Position].ParameterType.Name == "MethodInfo" && !s_others.Contains(use.Method.Name);

    // What is made is no NewExpression: an initialiser of it has to take that.
    private static bool TryMade(TreeNode node, List<Instruction> carriers) =>
        node.MayBeAny || (node.Taker is { Position: 0, User: var taker } && TryComplete(new TreeNode(taker), carriers));

    // What is bound or added goes into an array, for an initialiser.
    private static bool TryInitialiser(TreeNode part, List<Instruction> carriers) =>
        part.TakerOfArray is { Position: 1, User: var taker } && TryComplete(new TreeNode(taker), carriers);

    private static bool TryComplete(TreeNode node, List<Instruction> carriers)
    {
        var canComplete = node.Method?.Name switch
        {
            "MemberInit" or "ListInit" => node.MayBeAny,
            "MemberBind" or "ListBind" => TryInitialiser(node, carriers),
            _ => false,
        };
        if (canComplete)
            carriers.Add(node.Factory);
        return canComplete;
    }

    private TreeBinding Take(TreeBinding binding, bool hasFactory)
    {
        var use = binding.Use!;
        _taken.UnionWith(binding.Carriers);
        _taken.Add(use.Token);
        if (use.Owner is not null)
            _taken.Add(use.Owner);
        if (hasFactory)
            _taken.Add(use.Node.Factory);
        return binding;
    }
}
