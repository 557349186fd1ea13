using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Trees;

/// <summary>The factories of HotWeave.Runtime that make nodes of expression trees where a static method of the patch stands for a member.</summary>
/// <param name="target">The patch.</param>
/// <param name="scope">The assembly that has <c>Expression</c>, as the patch names it.</param>
internal sealed class TreeNodes(ModuleDefinition target, IMetadataScope scope)
{
    /// <summary><c>System.Reflection.MethodInfo</c></summary>
    public TypeReference MethodInfo => target.Core("System.Reflection", "MethodInfo");

    private TypeReference Expression => Node("Expression");

    /// <summary><c>Expression AddedNodes::Call(Expression, MethodInfo, Expression[])</c></summary>
    public MethodReference Call => Factory("Call", Expression, Expression, MethodInfo, new ArrayType(Expression));

    /// <summary><c>Expression AddedNodes::Get(Expression, MethodInfo)</c></summary>
    public MethodReference Get => Factory("Get", Expression, Expression, MethodInfo);

    /// <summary><c>Expression AddedNodes::New(MethodInfo, IEnumerable&lt;Expression&gt;)</c></summary>
    public MethodReference New => Factory("New", Expression, MethodInfo, Row);

    /// <summary><c>Expression AddedNodes::NewOfType(Type, MethodInfo)</c></summary>
    public MethodReference NewOfType => Factory("NewOfType", Expression, target.Core("System", "Type"), MethodInfo);

    /// <summary><c>Expression AddedNodes::ShortCircuit(Expression, Expression, MethodInfo, MethodInfo)</c></summary>
    public MethodReference ShortCircuit => Factory("ShortCircuit", Expression, Expression, Expression, MethodInfo, MethodInfo);

    /// <summary><c>MemberBinding AddedNodes::Bind(MethodInfo, Expression)</c></summary>
    public MethodReference Bind => Factory("Bind", Node("MemberBinding"), MethodInfo, Expression);

    /// <summary><c>ElementInit AddedNodes::ElementInit(MethodInfo, IEnumerable&lt;Expression&gt;)</c></summary>
    public MethodReference ElementInit => Factory("ElementInit", Node("ElementInit"), MethodInfo, Row);

    /// <summary><c>Expression AddedNodes::MemberInit(Expression, MemberBinding[])</c> or <c>ListInit(Expression, ElementInit[])</c></summary>
    public MethodReference Init(string name) => Factory(name, Expression, Expression, PartsOf(name));

    /// <summary><c>MemberBinding AddedNodes::MemberBind(MemberInfo, MemberBinding[], MethodInfo)</c> or <c>ListBind(MemberInfo, ElementInit[], MethodInfo)</c></summary>
    public MethodReference BindWithin(string name) => Factory(name, Node("MemberBinding"), target.Core("System.Reflection", "MemberInfo"), PartsOf(name), MethodInfo);

    /// <summary><c>ldtoken method; (ldtoken its type;) call MethodBase::GetMethodFromHandle; castclass MethodInfo</c></summary>
    public IReadOnlyList<Instruction> Load(MethodReference method)
    {
        var token = Instruction.Create(OpCodes.Ldtoken, method);
        var cast = Instruction.Create(OpCodes.Castclass, MethodInfo);
        return method.DeclaringType is GenericInstanceType type ? [token, Instruction.Create(OpCodes.Ldtoken, type), Look(true), cast] : [token, Look(false), cast];
    }

    /// <summary><c>call MethodBase::GetMethodFromHandle</c></summary>
    /// <param name="hasType">Whether the type is given beside the method.</param>
    public Instruction Look(bool hasType)
    {
        var methodBase = target.Core("System.Reflection", "MethodBase");
        var method = target.Core("System", "RuntimeMethodHandle", isValueType: true);
        TypeReference[] parameters = hasType ? [method, target.Core("System", "RuntimeTypeHandle", isValueType: true)] : [method];
        return Instruction.Create(OpCodes.Call, target.CoreMethod(methodBase, "GetMethodFromHandle", false, methodBase, parameters));
    }

    private TypeReference Row
    {
        get
        {
            var row = target.Core("System.Collections.Generic", "IEnumerable`1");
            row.GenericParameters.Add(new GenericParameter(row));
            return row.Over([Expression]);
        }
    }

    private ArrayType PartsOf(string name) => new(Node(name.StartsWith("List", StringComparison.Ordinal) ? "ElementInit" : "MemberBinding"));

    private TypeReference Node(string name) => new("System.Linq.Expressions", name, target, scope);

    private MethodReference Factory(string name, TypeReference returns, params TypeReference[] parameters) =>
        target.CoreMethod(new TypeReference("HotWeave.Runtime", "AddedNodes", target, RuntimeReferences.AssemblyOf(target)), name, false, returns, parameters);
}
