using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching.Trees;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Planning.Patching.Reach.Trees;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Says what stands in a patch for the instructions of one body of the new build: carries out who answers for what they name.</summary>
internal sealed class PatchInstructions
{
    private readonly BodyReach _code;
    private readonly ReferenceRewriter _references;
    private readonly PatchUniverse _universe;
    private readonly PatchMembers _members;
    private readonly bool _isShifted;
    private readonly IdentityAnswers _identities;
    private readonly TreeMembers _trees;

    /// <param name="code">Who answers for what the body names.</param>
    /// <param name="references">Takes references to the context of the copy.</param>
    /// <param name="universe">The assemblies compared.</param>
    /// <param name="members">What the patch has for members.</param>
    /// <param name="isShifted">Whether the copy stands in an override, where arguments move by one.</param>
    public PatchInstructions(BodyReach code, ReferenceRewriter references, PatchUniverse universe, PatchMembers members, bool isShifted)
    {
        _code = code;
        _references = references;
        _universe = universe;
        _members = members;
        _isShifted = isShifted;
        _identities = new IdentityAnswers(code.Source, references, members.Cells.Fields);
        _trees = new TreeMembers(references, universe, members);
    }

    /// <inheritdoc cref="InstructionReplacement"/>
    public IReadOnlyList<Instruction>? Replace(Instruction original, MethodBody target) => _trees.Find(original) ?? _code.Find(original) switch
    {
        MemberBinding { Member: FieldDefinition field } binding => Field(original, binding, field, target),
        MemberBinding binding => Method(original, binding, (MethodDefinition)binding.Member),
        TreeBinding binding => _trees.Emit(original, binding),
        IdentityBinding binding => _identities.Emit(original, binding, target),
        DroppedPrefix => [Instruction.Create(OpCodes.Nop)],
        _ => _isShifted ? ArgumentShift.Shift(original, _code.Source, target) : null,
    };

    private IReadOnlyList<Instruction> Method(Instruction original, MemberBinding binding, MethodDefinition callee)
    {
        var reference = (MethodReference)original.Operand;
        switch (binding.Kind)
        {
            case BindingKind.Deployed:
                return [Instruction.Create(original.OpCode, Deployed(reference, callee))];
            case BindingKind.Data:
                _members.Data.Declare(callee);
                return [Instruction.Create(original.OpCode, _references.Method(reference))];
            case BindingKind.Home:
                var home = Instruction.Create(OpCodes.Ldftn, Direct(_members.Homes.FindOrMake(callee, binding.Home), reference));
                // (object without state on the stack) pop; ldnull; ldftn
                return binding.Home == HomeKind.Open ? [Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldnull), home] : [home];
            case BindingKind.SlotHome:
                return SlotHome(reference, callee);
            case BindingKind.Factory:
                return [Instruction.Create(OpCodes.Call, Direct(_members.Bodies.FindOrDeclareFactory(callee), Constructed(reference, callee)))];
            case BindingKind.Body when original.OpCode.Code == Code.Ldftn:
                return [Instruction.Create(OpCodes.Ldftn, Direct(_members.Bodies.FindOrDeclare(callee), reference))];
            default:
                return [Instruction.Create(OpCodes.Call, binding.Receiver is { } receiver ? Direct(ByReference(binding.Kind, callee), reference, receiver) : Direct(Target(binding.Kind, callee), reference))];
        }
    }

    private MethodDefinition ByReference(BindingKind kind, MethodDefinition callee) =>
        kind == BindingKind.Slot ? _members.Slots.FindOrDeclareByReference(callee).Method : _members.Constrained.FindOrMake(callee, Target(kind, callee));

    private MethodDefinition Target(BindingKind kind, MethodDefinition callee) => kind switch
    {
        BindingKind.Slot => _members.Slots.FindOrDeclare(callee),
        BindingKind.Late => _members.Late.FindOrMake(callee),
        _ => _members.Bodies.FindOrDeclare(callee),
    };

    // Activator::CreateInstance<T> names T as its argument, newobj as the constructor's type.
    private static MethodReference Constructed(MethodReference reference, MethodDefinition constructor) =>
        reference is GenericInstanceMethod made ? new MethodReference(constructor.Name, constructor.ReturnType, made.GenericArguments[0]) : reference;

    // (object on the stack) callvirt Object::GetType; pop; ldftn        a null receiver throws here, as ldvirtftn would have it
    private IReadOnlyList<Instruction> SlotHome(MethodReference reference, MethodDefinition callee)
    {
        var module = _references.Target;
        return
        [
            Instruction.Create(OpCodes.Callvirt, module.CoreMethod(module.TypeSystem.Object, "GetType", true, module.Core("System", "Type"))),
            Instruction.Create(OpCodes.Pop),
            Instruction.Create(OpCodes.Ldftn, Direct(_members.Homes.FindOrMake(callee, HomeKind.Virtual), reference)),
        ];
    }

    // Generated members of the deployed build may have another ordinal in their names.
    private MethodReference Deployed(MethodReference reference, MethodDefinition callee)
    {
        var method = _references.Method(reference);
        var old = _universe.OldOf(callee) ?? throw new WeaverDefectException($"{callee.FullName} is not deployed");
        if (old.Name != callee.Name)
            (method is GenericInstanceMethod instance ? instance.ElementMethod : method).Name = old.Name;
        return method;
    }

    private MethodReference Direct(MethodReference body, MethodReference reference, params TypeReference[] more) => DirectReference.Make(body, reference, _references, more);

    private List<Instruction> Field(Instruction original, MemberBinding binding, FieldDefinition field, MethodBody target)
    {
        var access = Access(original, binding, field);
        return binding.IsGuarded ? Guard(original, binding, field, access, target) : [access];
    }

    // An object whose state has an older shape is converted before its field is used.
    // ldfld, ldflda: dup; call Check; (volatile.) 'access'        stfld: stloc value; dup; call Check; ldloc value; (volatile.) 'access'
    private List<Instruction> Guard(Instruction original, MemberBinding binding, FieldDefinition field, Instruction access, MethodBody target)
    {
        var check = _members.Cells.FindOrMakeCheck(field);
        var arguments = ArgumentsOf(original);
        List<Instruction> code = [Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Call, check.Over(arguments))];
        if (original.OpCode.Code == Code.Stfld)
        {
            var value = new VariableDefinition(_members.Cells.ValueOf(field, arguments));
            target.Variables.Add(value);
            code.Insert(0, Instruction.Create(OpCodes.Stloc, value));
            code.Add(Instruction.Create(OpCodes.Ldloc, value));
        }

        if (binding.Kind != BindingKind.Cell)
            code.AddRange(CopiedPrefixes.CopyOf(original));
        code.Add(access);
        return code;
    }

    private Instruction Access(Instruction original, MemberBinding binding, FieldDefinition field)
    {
        var reference = (FieldReference)original.Operand;
        switch (binding.Kind)
        {
            case BindingKind.Cell:
                return Cell(original, field);
            case BindingKind.Cache:
                return Instruction.Create(original.OpCode, _members.Caches.Reference(field, reference.DeclaringType, _references));
            case BindingKind.Data:
                _members.Data.Declare(field);
                return Instruction.Create(original.OpCode, _references.Field(reference));
            default:
                var deployed = _references.Field(reference);
                if (_universe.OldOf(field) is { } old && old.Name != field.Name)
                    deployed.Name = old.Name;
                return Instruction.Create(original.OpCode, deployed);
        }
    }

    private Instruction Cell(Instruction original, FieldDefinition field)
    {
        var access = _members.Cells.FindOrMake(field);
        var method = original.OpCode.Code switch
        {
            Code.Stfld or Code.Stsfld => access.Set,
            Code.Ldflda or Code.Ldsflda => access.Address,
            _ => access.Get,
        };
        return Instruction.Create(OpCodes.Call, method.Over(ArgumentsOf(original)));
    }

    private List<TypeReference> ArgumentsOf(Instruction access) =>
        ((FieldReference)access.Operand).DeclaringType is GenericInstanceType type ? [.. type.GenericArguments.Select(_references.Type)] : [];
}
