using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.Emission.Patching.Trees;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Says what stands in a patch for an instruction of the new build: calls within one version are bound to the patch's bodies, other calls of
/// deployed members to the originals, whose stubs find the version; what only the new build has is named where the patch has it.
/// </summary>
internal sealed class PatchInstructions
{
    private readonly MethodDefinition _source;
    private readonly ReferenceRewriter _references;
    private readonly PatchUniverse _universe;
    private readonly PatchedCode _code;
    private readonly bool _isShifted;
    private readonly CallerSensitiveCalls _callerSensitive;
    private readonly DynamicContexts _dynamic;
    private readonly TreeMembers _trees;
    private readonly ConstructorUses _constructors;

    /// <param name="source">The method whose body is copied.</param>
    /// <param name="references">Takes references to the context of the copy.</param>
    /// <param name="universe">The assemblies compared.</param>
    /// <param name="code">The bodies of the patch.</param>
    /// <param name="isShifted">Whether the copy stands in an override, where arguments move by one.</param>
    public PatchInstructions(MethodDefinition source, ReferenceRewriter references, PatchUniverse universe, PatchedCode code, bool isShifted)
    {
        _source = source;
        _references = references;
        _universe = universe;
        _code = code;
        _isShifted = isShifted;
        _callerSensitive = new CallerSensitiveCalls(source, references, universe, code);
        _dynamic = new DynamicContexts(source, references, universe, code);
        _trees = new TreeMembers(source, references, universe, code);
        _constructors = new ConstructorUses(source, references, universe, code);
    }

    public IReadOnlyList<Instruction>? Replace(Instruction original, MethodBody target) => _trees.Of(original) ?? _constructors.Replace(original) ?? ReplaceAlone(original, target);

    private IReadOnlyList<Instruction>? ReplaceAlone(Instruction original, MethodBody target) => original.Operand switch
    {
        MethodReference method => Method(original, method, target),
        FieldReference field => Guarded(original, field, target),
        TypeReference when original.OpCode.Code == Code.Constrained && IsAnsweredHere(PrefixedInstruction.Find(original)!) => [Instruction.Create(OpCodes.Nop)],
        TypeReference type when (_callerSensitive.ReplaceToken(original, type) ?? _dynamic.Replace(original, type)) is { } token => token,
        null or byte when original.OpCode.OpCodeType == OpCodeType.Prefix && IsDropped(PrefixedInstruction.Find(original)!) => [Instruction.Create(OpCodes.Nop)],
        _ => _isShifted ? ArgumentShift.Shift(original, _source, target) : null,
    };

    private IReadOnlyList<Instruction>? Method(Instruction original, MethodReference reference, MethodBody target)
    {
        if (_universe.Find(reference) is not { } callee)
            return _callerSensitive.Replace(original, reference, target) ?? _trees.New(original, reference);
        if (_universe.WovenOf(callee.DeclaringType) is null)
        {
            if (GeneratedCode.IsData(callee.DeclaringType))
                _code.NeedData(callee);
            // A local function in a closure class; a lambda there is woven itself.
            return original.OpCode.Code == Code.Ldftn && !GeneratedCode.IsLambda(callee) && GeneratedCode.IsLambdaOrLocalFunction(callee) && _code.Homes.IsMovedClosure(callee.DeclaringType)
                ? [Instruction.Create(OpCodes.Ldftn, Direct(_code.Homes.Of(callee), reference))]
                : null;
        }

        return original.OpCode.Code switch
        {
            Code.Call or Code.Callvirt => Call(original, reference, callee),
            Code.Newobj => New(original, reference, callee),
            Code.Ldftn or Code.Ldvirtftn => Address(original, reference, callee),
            _ => _trees.Token(original, reference, callee) ?? [Deployed(original, reference, callee)],
        };
    }

    private IReadOnlyList<Instruction> Call(Instruction original, MethodReference reference, MethodDefinition callee) =>
        !IsAnsweredHere(original, callee) ? [Deployed(original, reference, callee)]
        : PrefixedInstruction.FindConstraint(original) is { } receiver && !callee.DeclaringType.IsValueType
            ? [Instruction.Create(OpCodes.Call, Direct(ByReference(callee), reference, receiver))]
            : [Instruction.Create(OpCodes.Call, Direct(IsAsked(original, callee) ? _code.Slots.Of(callee) : Target(callee), reference))];

    private MethodDefinition ByReference(MethodDefinition callee) =>
        _universe.IsAsked(callee) ? _code.Slots.ByReference(callee) : _code.Constrained.ByReference(callee, Target(callee));

    private MethodDefinition Target(MethodDefinition callee) => _code.Late.Contains(_source, callee) ? _code.Late.Asking(callee) : _code.StaticBody(callee);

    // constrained. is for the deployed method's slot; what stands for the method takes the reference as it is.
    private bool IsAnsweredHere(Instruction original) =>
        original.OpCode.Code == Code.Callvirt && original.Operand is MethodReference reference && _universe.Find(reference) is { } callee
        && _universe.WovenOf(callee.DeclaringType) is not null && IsAnsweredHere(original, callee);

    private bool IsAnsweredHere(Instruction original, MethodDefinition callee) =>
        IsAsked(original, callee) || _code.Late.Contains(_source, callee) || IsBoundHere(original, callee);

    private bool IsAsked(Instruction original, MethodDefinition callee) => original.OpCode.Code == Code.Callvirt && _universe.IsAsked(callee);

    private bool IsBoundHere(Instruction original, MethodDefinition callee)
    {
        if (_universe.OldOf(callee) is not { } old || _code.Accessors.Contain(callee))
            return true;
        // A static virtual method is the type's to choose, as a virtual one is the object's.
        if (!callee.HasBody || (callee.IsVirtual && (callee.IsStatic || original.OpCode.Code == Code.Callvirt)))
            return false;
        // base.M(): not the deployed method, which asks the object's type, nor one that is abstract there.
        if (callee.IsVirtual && (_code.Slots.HasCases(callee) || !old.HasBody))
            return true;
        if (_universe.IsInlined(callee))
            return true;
        if (!_universe.IsReplaced(callee.DeclaringType))
            return false;
        // The base constructor's version is that of the derived body.
        if (callee.IsConstructor && _source.IsConstructor)
            return !callee.IsStatic;
        return !callee.IsVirtual && !_code.IsQualified(_source, callee) && LocalCalls.IsOwn(_source, callee);
    }

    private IReadOnlyList<Instruction> New(Instruction original, MethodReference reference, MethodDefinition constructor)
    {
        if (_universe.WovenOf(constructor.DeclaringType) is { IsAbstract: true })
            _code.Report(EditDiagnostics.AbstractTypeMade, _source, ReadableName.Of(constructor));
        return _universe.OldOf(constructor) is null || _universe.IsInlined(constructor)
            ? [Instruction.Create(OpCodes.Call, Direct(_code.Factory(constructor), reference))]
            : [Deployed(original, reference, constructor)];
    }

    // A delegate of a deployed method names the original in every version, else two delegates of one method would differ.
    private IReadOnlyList<Instruction> Address(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        if (original.OpCode.Code == Code.Ldvirtftn && _universe.IsAsked(callee))
            return AskedAddress(reference, callee);
        if (_universe.OldOf(callee) is not null)
            return [Deployed(original, reference, callee)];
        // Native code calls the body itself: no managed code may.
        if (callee.CustomAttributes.Any(static a => a.AttributeType.FullName == AttributeCopy.NativeEntry))
            return [Instruction.Create(OpCodes.Ldftn, Direct(_code.StaticBody(callee), reference))];
        return [Instruction.Create(OpCodes.Ldftn, Direct(_code.Homes.Of(callee, DelegateHomes.KindOf(callee)), reference))];
    }

    // (object on the stack) callvirt Object::GetType; pop; ldftn        a null receiver throws here, as ldvirtftn would have it
    private IReadOnlyList<Instruction> AskedAddress(MethodReference reference, MethodDefinition callee)
    {
        var module = _references.Target;
        return
        [
            Instruction.Create(OpCodes.Callvirt, module.CoreMethod(module.TypeSystem.Object, "GetType", true, module.Core("System", "Type"))),
            Instruction.Create(OpCodes.Pop),
            Instruction.Create(OpCodes.Ldftn, Direct(_code.Homes.Of(callee, HomeKind.Virtual), reference)),
        ];
    }

    // Generated members of the deployed build may have another ordinal in their names.
    private Instruction Deployed(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        _callerSensitive.Check(reference, callee);
        var method = _references.Method(reference);
        var old = _universe.OldOf(callee) ?? throw new WeaverDefectException($"{callee.FullName} is not deployed");
        if (old.Name != callee.Name)
            (method is GenericInstanceMethod instance ? instance.ElementMethod : method).Name = old.Name;
        return Instruction.Create(original.OpCode, method);
    }

    private MethodReference Direct(MethodReference body, MethodReference reference, params TypeReference[] more) => DirectReference.Of(body, reference, _references, more);

    // An object whose state has an older shape is converted before its field is used.
    // ldfld, ldflda: dup; call Check; (volatile.) 'access'        stfld: stloc value; dup; call Check; ldloc value; (volatile.) 'access'
    private IReadOnlyList<Instruction>? Guarded(Instruction original, FieldReference reference, MethodBody target)
    {
        var access = Field(original, reference);
        if (_universe.Find(reference) is not { } field || original.OpCode.Code is not (Code.Ldfld or Code.Ldflda or Code.Stfld) || _code.CheckBefore(field) is not { } check)
            return access;
        List<TypeReference> arguments = reference.DeclaringType is GenericInstanceType type ? [.. type.GenericArguments.Select(_references.Type)] : [];
        List<Instruction> code = [Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Call, check.Over(arguments))];
        if (original.OpCode.Code == Code.Stfld)
        {
            var value = new VariableDefinition(_code.ValueOf(field, arguments));
            target.Variables.Add(value);
            code.Insert(0, Instruction.Create(OpCodes.Stloc, value));
            code.Add(Instruction.Create(OpCodes.Ldloc, value));
        }

        if (access is null || _code.AddedField(field) is null)
            code.AddRange(PrefixedInstruction.CopyPrefixes(original));
        code.AddRange(access ?? [Instruction.Create(original.OpCode, _references.Field(reference))]);
        return code;
    }

    // A prefix (volatile., unaligned.) of an access of a field that only the patch has is the accessor's business; that of a guarded one stands behind the guard.
    private bool IsDropped(Instruction access) =>
        access.Operand is FieldReference reference && _universe.Find(reference) is { } field
        && (_code.AddedField(field) is not null || (access.OpCode.Code is Code.Ldfld or Code.Stfld && _code.CheckBefore(field) is not null));

    private IReadOnlyList<Instruction>? Field(Instruction original, FieldReference reference)
    {
        if (_universe.Find(reference) is not { } field)
            return null;
        if (_universe.WovenOf(field.DeclaringType) is null)
        {
            if (GeneratedCode.IsData(field.DeclaringType))
                _code.NeedData(field);
            return null;
        }

        if (_code.AddedField(field) is { } added)
            return Added(original, reference, added);
        if (_universe.OldOf(field) is not { } old)
            return [Instruction.Create(original.OpCode, _code.Cache(field, reference.DeclaringType, _references))];
        if (ReadOnlyWrites.Is(original, field, old))
            _code.Report(EditDiagnostics.ReadOnlyStaticWritten, _source, ReadableName.Of(field));
        if (old.Name == field.Name)
            return null;
        var renamed = _references.Field(reference);
        renamed.Name = old.Name;
        return [Instruction.Create(original.OpCode, renamed)];
    }

    private IReadOnlyList<Instruction> Added(Instruction original, FieldReference reference, AddedFieldAccess access)
    {
        var method = original.OpCode.Code switch
        {
            Code.Stfld or Code.Stsfld => access.Set,
            Code.Ldflda or Code.Ldsflda => access.Address,
            _ => access.Get,
        };
        List<TypeReference> arguments = reference.DeclaringType is GenericInstanceType type ? [.. type.GenericArguments.Select(_references.Type)] : [];
        if (original.OpCode.Code != Code.Ldtoken)
            return [Instruction.Create(OpCodes.Call, method.Over(arguments))];
        return _trees.Token(original, reference.Resolve(), access.Get.Over(arguments), access.Set.Over(arguments));
    }
}
