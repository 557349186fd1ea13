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
    private static readonly string[] s_operators = ["AndAlso", "OrElse", "Property", "Field", "Bind", "MemberBind", "ListBind", "ElementInit", "New"];

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
        var expression = references.Type(use.Method.DeclaringType);
        if (use.Calls("Call", Expression, "MethodInfo", "Expression[]"))
            Rewrite(use, home(false), member.HasThis ? new TreeNodes(references.Target).Call(expression) : null);
        else if (use.Calls("Property", Expression, "MethodInfo") && use.MayBeAnyNode)
            Rewrite(use, home(false), Getter(expression, member.HasThis));
        else if (IsOperator(use, member))
            Rewrite(use, home(false), null);
        else if (use.Calls("Constant", "Object", "Type"))
            Rewrite(use, home(true), null);
        else
            return false;
        return true;
    }

    /// <summary>Names the static method that makes an object by a constructor; false where the tree cannot have it there.</summary>
    public bool TryConstructor(Instruction token, Func<MethodReference> factory)
    {
        if (MemberToken.Read(token) is not { Cast: not null } use || !(use.Calls("New", "ConstructorInfo", "IEnumerable`1") || use.Calls("New", "ConstructorInfo", "Expression[]")) || !use.MayBeAnyNode)
            return false;
        var nodes = new TreeNodes(references.Target);
        Rewrite(use, factory(), nodes.Factory(references.Type(use.Method.DeclaringType), nodes.MethodInfo, references.Type(use.Method.Parameters[1].ParameterType)));
        _later[use.Cast] = [Instruction.Create(OpCodes.Castclass, nodes.MethodInfo)];
        return true;
    }

    /// <summary>Names the accessor that stands for reading a field; false where the tree cannot have it there.</summary>
    public bool TryField(Instruction token, FieldDefinition field, Func<MethodReference> getter)
    {
        if (MemberToken.Read(token) is not { } use || !use.Calls("Field", Expression, "FieldInfo") || !use.MayBeAnyNode)
            return false;
        var module = references.Target;
        Rewrite(use, getter(), Getter(references.Type(use.Method.DeclaringType), !field.IsStatic));
        var methodBase = module.Core("System.Reflection", "MethodBase");
        var method = module.Core("System", "RuntimeMethodHandle", isValueType: true);
        var type = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        _later[use.Look] =
        [
            Instruction.Create(OpCodes.Call, module.CoreMethod(methodBase, "GetMethodFromHandle", false, methodBase, use.Owner is null ? [method] : [method, type])),
            Instruction.Create(OpCodes.Castclass, new TreeNodes(module).MethodInfo),
        ];
        return true;
    }

    private MethodReference Getter(TypeReference expression, bool isInstance)
    {
        var nodes = new TreeNodes(references.Target);
        return isInstance ? nodes.Get(expression) : nodes.Factory(expression, expression, nodes.MethodInfo);
    }

    // Operators written by a person are static methods everywhere; && and || look for further members of the method's type.
    private static bool IsOperator(MemberToken use, MethodDefinition member) =>
        member.IsStatic && use.Method.Parameters[use.Position].ParameterType.Name == "MethodInfo" && !s_operators.Contains(use.Method.Name);

    private void Rewrite(MemberToken use, MethodReference method, MethodReference? factory)
    {
        _later[use.Token] = [Instruction.Create(OpCodes.Ldtoken, method)];
        if (use.Owner is not null)
            _later[use.Owner] = [Instruction.Create(OpCodes.Ldtoken, method.DeclaringType)];
        if (factory is not null)
            _later[use.Factory] = [Instruction.Create(OpCodes.Call, factory)];
    }
}
