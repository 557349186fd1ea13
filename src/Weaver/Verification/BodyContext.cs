using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification;

/// <summary>What the rules of instructions work on: one body at a time, at one instruction.</summary>
internal sealed class BodyContext
{
    public BodyContext(ModuleDefinition module)
    {
        var definitions = new TypeDefinitions();
        Types = new TypeTable(module, definitions);
        Members = new MemberTable(Types, definitions);
        Generics = new GenericContext();
        Relations = new TypeRelations(Types, Generics);
        Entries = new EntryRules(Relations);
        Stack = new EvaluationStack(Entries);
    }

    public TypeTable Types { get; }

    public MemberTable Members { get; }

    public GenericContext Generics { get; }

    public TypeRelations Relations { get; }

    public EntryRules Entries { get; }

    public EvaluationStack Stack { get; }

    public Prefixes Prefixes { get; } = new();

    public BodyLayout Layout { get; } = new();

    public MethodDefinition Method { get; private set; } = null!;

    public MethodBody Body => Layout.Body;

    /// <summary>The index of the current instruction.</summary>
    public int At { get; set; }

    public Instruction Instruction => Layout.Instructions[At];

    public ILType? This { get; private set; }

    public ILType ReturnType { get; private set; } = null!;

    public void Enter(MethodDefinition method)
    {
        Method = method;
        Generics.Enter(method);
        var declaring = Types.Read(method.DeclaringType);
        This = !method.HasThis ? null : method.DeclaringType.IsValueType ? Types.ByRefTo(declaring) : declaring;
        ReturnType = Types.ReadSignature(method.ReturnType);
        Stack.Clear();
        Stack.Maximum = Entries.Taken is null ? method.Body.MaxStackSize : int.MaxValue;
        Prefixes.Clear();
        Layout.Enter(method.Body);
    }
}
