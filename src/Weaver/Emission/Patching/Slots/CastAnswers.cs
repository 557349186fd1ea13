using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Planning.Patching.Reach.Slots;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Lets deployed classes implement further interfaces: for each there is an interface in the patch with a body for every member, which the runtime calls on the object;
/// and the two methods by which an object answers casts say so.
/// </summary>
internal sealed class CastAnswers
{
    private const MethodAttributes Explicit =
        MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.Virtual | MethodAttributes.Final;

    private readonly SlotMap _slots;
    private readonly SlotCalls _calls;
    private readonly OpenCasts _open;
    private readonly PatchUniverse _universe;
    private readonly TypeImporter _importer;
    private readonly ModuleDefinition _module;
    private readonly Dictionary<AddedInterface, TypeDefinition> _implementations = [];

    public CastAnswers(SlotMap slots, SlotCalls calls, PatchUniverse universe, Holders holders, TypeImporter importer)
    {
        _open = new OpenCasts(holders, importer);
        _slots = slots;
        _calls = calls;
        _universe = universe;
        _importer = importer;
        _module = importer.Target;
    }

    // ldarg.0; isinst C; brfalse next; ldarg handle; call GetTypeFromHandle; ldtoken I; call GetTypeFromHandle; bne.un next; (ldc.i4.1 | ldtoken implementation); ret
    // next: (ldc.i4.0; ret | newobj InvalidCastException; throw)
    public void Host(ReplacedType type, PatchedExport export, MethodDefinition method)
    {
        var isAsked = export.Woven.Name == GeneratedName.IsInterfaceImplemented;
        var code = method.Body.Instructions;
        foreach (var added in _slots.Interfaces.Where(i => i.Host == type.Type))
        {
            var next = Instruction.Create(OpCodes.Nop);
            if (CaseBinding.Infer(new SlotCase(added.Type, added.View, null!, added.View), type.Type, [.. method.GenericParameters]) is not { } arguments)
            {
                _open.Emit(method, added, Implementation(added), isAsked, next);
                code.Add(next);
                continue;
            }

            var references = new ReferenceRewriter(_importer, new GenericMap(arguments, []));
            code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[0]));
            code.Add(Instruction.Create(OpCodes.Isinst, references.Type(added.Type.SelfReference())));
            code.Add(Instruction.Create(OpCodes.Brfalse, next));
            code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[1]));
            code.Add(Instruction.Create(OpCodes.Call, _module.TypeFromHandle()));
            code.Add(Instruction.Create(OpCodes.Ldtoken, references.Type(added.Interface)));
            code.Add(Instruction.Create(OpCodes.Call, _module.TypeFromHandle()));
            code.Add(Instruction.Create(OpCodes.Bne_Un, next));
            code.Add(isAsked ? Instruction.Create(OpCodes.Ldc_I4_1) : Instruction.Create(OpCodes.Ldtoken, ((TypeReference)Implementation(added)).Over(arguments)));
            code.Add(Instruction.Create(OpCodes.Ret));
            code.Add(next);
        }

        code.Add(isAsked
            ? Instruction.Create(OpCodes.Ldc_I4_0)
            : Instruction.Create(OpCodes.Newobj, _module.CoreMethod(_module.Core("System", "InvalidCastException"), ".ctor", true, _module.TypeSystem.Void)));
        code.Add(isAsked ? Instruction.Create(OpCodes.Ret) : Instruction.Create(OpCodes.Throw));
    }

    // [DynamicInterfaceCastableImplementation] interface C_I<t> : I { R I.M(…) => ((C<t>)this).M(…) }
    private TypeDefinition Implementation(AddedInterface added)
    {
        if (_implementations.TryGetValue(added, out var known))
            return known;
        var plain = GeneratedName.DispatchClass(added.Type) + "_as_" + GeneratedName.DispatchClass(added.Interface.GetElementType());
        var name = GeneratedName.Free(plain, name => _module.GetType(GeneratedName.Namespace, name) is not null);
        var type = new TypeDefinition(GeneratedName.Namespace, name, TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        _module.Types.Add(type);
        _implementations.Add(added, type);
        GenericParameterCopy.Declare(added.Type.GenericParameters, type);
        var references = new ReferenceRewriter(_importer, new GenericMap([.. type.GenericParameters], []));
        GenericParameterCopy.Constrain(added.Type.GenericParameters, type, references);
        type.Interfaces.Add(new InterfaceImplementation(references.Type(added.Interface)));
        var attribute = new TypeReference(GeneratedName.InteropNamespace, "DynamicInterfaceCastableImplementationAttribute", _module, RuntimeReferences.InteropOf(_module));
        type.CustomAttributes.Add(new CustomAttribute(new MethodReference(".ctor", _module.TypeSystem.Void, attribute) { HasThis = true }));
        foreach (var member in added.Members)
            AddMember(type, added, member);
        return type;
    }

    /// <summary>Gives a type of the patch what it implements interfaces with, where that is a method which its deployed base class does not have, or not as a virtual one.</summary>
    public void Bridge(TypeDefinition type, TypeDefinition copy)
    {
        foreach (var bridged in _slots.Bridged.Where(b => b.Type == type))
        {
            foreach (var member in bridged.Members)
                AddMember(copy, bridged, member);
        }
    }

    private void AddMember(TypeDefinition type, AddedInterface added, AddedImplementation implementation)
    {
        var member = implementation.Member;
        if (Reference(added, member) is not { } overridden)
            return;
        var target = implementation.Target;
        var method = new MethodDefinition($"{added.Interface.FullName}.{member.Name}", Explicit, _module.TypeSystem.Void) { HasThis = true };
        GenericParameterCopy.Declare(target.GenericParameters, method);
        var references = new ReferenceRewriter(_importer, GenericMap.Same(type, method));
        GenericParameterCopy.Constrain(target.GenericParameters, method, references);
        method.ReturnType = references.Type(target.ReturnType.Through(implementation.TargetView));
        foreach (var parameter in target.Parameters)
            method.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes & (ParameterAttributes.In | ParameterAttributes.Out), references.Type(parameter.ParameterType.Through(implementation.TargetView))));
        method.Overrides.Add(references.Method(overridden));
        DispatchSubclass.Hide(_module, method);
        type.Methods.Add(method);
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Castclass, references.Type(added.Type.SelfReference())));
        DispatchSubclass.LoadArguments(method);
        code.Add(_calls.Call(target, implementation.TargetView, [.. type.GenericParameters], [.. method.GenericParameters], isDirect: false));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // Null for a member that only the patch has: the patch finds what implements it by the object's type.
    private MethodReference? Reference(AddedInterface added, MethodDefinition member)
    {
        if (_universe.Find(member.DeclaringType) is null)
            return OutsideMethod.Reference(member, added.Interface, [.. added.Type.GenericParameters], new FacadeScopes(added.Type.Module));
        return _universe.WovenOf(member.DeclaringType) is not null && _universe.OldOf(member) is null ? null : SlotCalls.Reference(member, added.Interface);
    }
}
