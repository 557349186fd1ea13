using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Planning.Patching.Reach.Trees;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Trees;

/// <summary>
/// Lets the expression trees that one body builds name members which only the patch has: the node becomes a call of the static method that
/// stands for the member. One binding says what several instructions become; the later ones wait for their turn.
/// </summary>
internal sealed class TreeMembers(ReferenceRewriter references, PatchUniverse universe, PatchMembers members)
{
    private readonly Dictionary<Instruction, IReadOnlyList<Instruction>> _later = [];

    /// <summary>What stands for an instruction that belongs to a token met before; null for all others.</summary>
    public IReadOnlyList<Instruction>? Find(Instruction original) => _later.TryGetValue(original, out var instructions) ? instructions : null;

    /// <summary>What stands for an instruction that a binding is for.</summary>
    public IReadOnlyList<Instruction> Emit(Instruction original, TreeBinding binding)
    {
        foreach (var carrier in binding.Carriers)
            Complete((MethodReference)carrier.Operand, carrier);
        if (binding.Form == TreeForm.NewOfType)
            return EmitNewOfType(original, binding);
        var reference = (MemberReference)original.Operand;
        if (binding.Member is FieldDefinition field)
            EmitField(binding, field, reference);
        else
            EmitMethod(binding, (MethodReference)reference);
        return _later[original];
    }

    private void EmitMethod(TreeBinding binding, MethodReference reference)
    {
        var callee = (MethodDefinition)binding.Member;
        var nodes = NodesOf(binding.Use!.Method);
        if (binding.Form == TreeForm.ShortCircuit)
        {
            var both = NameOperator(callee, reference);
            Rewrite(binding.Use, both, [.. nodes.Load(NameOperator(binding.Decider!, reference)), Factory(nodes.ShortCircuit)]);
            return;
        }

        var stand = Direct(binding.Form == TreeForm.New ? members.Bodies.FindOrDeclareFactory(callee) : members.Homes.FindOrMake(callee, binding.Home), reference);
        Rewrite(binding.Use, stand, binding.Form switch
        {
            TreeForm.Call => callee.HasThis ? [Factory(nodes.Call)] : null,
            TreeForm.Get => [Factory(nodes.Get)],
            TreeForm.Bind => [Factory(nodes.Bind)],
            TreeForm.ElementInit => [Factory(nodes.ElementInit)],
            TreeForm.Within => Within(binding.Use.Method),
            TreeForm.New => [Factory(nodes.New)],
            _ => null,
        });
        if (binding.Form == TreeForm.New)
            _later[binding.Use.Cast!] = [Instruction.Create(OpCodes.Castclass, nodes.MethodInfo)];
    }

    private void EmitField(TreeBinding binding, FieldDefinition field, MemberReference reference)
    {
        var use = binding.Use!;
        var nodes = NodesOf(use.Method);
        var access = members.Cells.FindOrMake(field);
        List<TypeReference> arguments = reference.DeclaringType is GenericInstanceType type ? [.. type.GenericArguments.Select(references.Type)] : [];
        var (getter, setter) = (access.Get.Over(arguments), access.Set.Over(arguments));
        if (binding.Form == TreeForm.FieldGet)
            Rewrite(use, getter, [Factory(nodes.Get)]);
        else if (binding.Form == TreeForm.FieldBind)
            Rewrite(use, setter, [Factory(nodes.Bind)]);
        else
            Rewrite(use, getter, [.. nodes.Load(setter), Factory(nodes.BindWithin(use.Method.Name))]);
        _later[use.Look] = [nodes.Look(use.Owner is not null), Instruction.Create(OpCodes.Castclass, nodes.MethodInfo)];
    }

    private IReadOnlyList<Instruction> EmitNewOfType(Instruction original, TreeBinding binding)
    {
        var constructor = (MethodDefinition)binding.Member;
        var nodes = NodesOf((MethodReference)original.Operand);
        // ldtoken T; call Type::GetTypeFromHandle; call Expression::New
        var type = (TypeReference)original.Previous.Previous.Operand;
        var factory = Direct(members.Bodies.FindOrDeclareFactory(constructor), new MethodReference(constructor.Name, constructor.ReturnType, type));
        return [.. nodes.Load(factory), Factory(nodes.NewOfType)];
    }

    // An operator of the same type as the one that is referred to: the deployed one, or what stands for it.
    private MethodReference NameOperator(MethodDefinition @operator, MethodReference beside)
    {
        if (universe.OldOf(@operator) is null)
            return Direct(members.Homes.FindOrMake(@operator, HomeKind.Plain), beside);
        var deployed = new MethodReference(@operator.Name, @operator.ReturnType, beside.DeclaringType);
        foreach (var parameter in @operator.Parameters)
            deployed.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        return references.Method(deployed);
    }

    private void Complete(MethodReference factory, Instruction carrier)
    {
        if (factory.Name is "MemberInit" or "ListInit")
            _later[carrier] = [Factory(NodesOf(factory).Init(factory.Name))];
        else if (!_later.ContainsKey(carrier))
            _later[carrier] = Within(factory);
    }

    private IReadOnlyList<Instruction> Within(MethodReference method) => [Instruction.Create(OpCodes.Ldnull), Factory(NodesOf(method).BindWithin(method.Name))];

    private static Instruction Factory(MethodReference method) => Instruction.Create(OpCodes.Call, method);

    private TreeNodes NodesOf(MethodReference factory) => new(references.Target, references.Type(factory.DeclaringType).Scope);

    private MethodReference Direct(MethodReference body, MethodReference reference) => DirectReference.Make(body, reference, references);

    private void Rewrite(MemberToken use, MethodReference method, IReadOnlyList<Instruction>? factory)
    {
        _later[use.Token] = [Instruction.Create(OpCodes.Ldtoken, method)];
        if (use.Owner is not null)
            _later[use.Owner] = [Instruction.Create(OpCodes.Ldtoken, method.DeclaringType)];
        if (factory is not null)
            _later[use.Node.Factory] = factory;
    }
}
