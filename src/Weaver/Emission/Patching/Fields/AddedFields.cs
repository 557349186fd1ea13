using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>The added fields of a patch. Each that its code uses gets a class with its accessors, nested in the holder of the declaring type.</summary>
internal sealed class AddedFields
{
    private readonly Dictionary<FieldDefinition, AddedField> _added;
    private readonly IReadOnlyList<AddedField> _inOrder;
    private readonly PatchUniverse _universe;
    private readonly Holders _holders;
    private readonly Func<MethodDefinition, MethodDefinition> _findHook;
    private readonly TypeImporter _importer;
    private readonly Dictionary<FieldDefinition, AddedFieldAccess> _known = [];
    private readonly Dictionary<FieldDefinition, DeclaredBody> _waiting = [];
    private readonly Dictionary<TypeDefinition, StaticsOfType> _statics = [];
    private readonly Dictionary<FieldDefinition, FieldClass> _homes = [];
    private StateReferences? _state;

    /// <param name="added">The fields.</param>
    /// <param name="universe">The assemblies compared.</param>
    /// <param name="holders">The classes that stand for deployed types.</param>
    /// <param name="findHook">The static method of the patch that a person's hook is.</param>
    /// <param name="importer">Where types come from.</param>
    public AddedFields(IReadOnlyList<AddedField> added, PatchUniverse universe, Holders holders, Func<MethodDefinition, MethodDefinition> findHook, TypeImporter importer)
    {
        _added = added.ToDictionary(static a => a.Field);
        _inOrder = added;
        _universe = universe;
        _holders = holders;
        _findHook = findHook;
        _importer = importer;
    }

    /// <summary>The members of the runtime that the accessors call.</summary>
    public StateReferences State => _state ??= new StateReferences(_importer.Target);

    /// <summary>The class with the accessors of a field that has them.</summary>
    public FieldClass HomeOf(FieldDefinition field) => _homes[field];

    /// <summary>What is known of an added field.</summary>
    public AddedField Known(FieldDefinition field) => _added[field];

    /// <summary>The fields whose initialisers were declared and have no code yet.</summary>
    public IEnumerable<FieldDefinition> Waiting => _waiting.Keys;

    /// <summary>The accessors of a field, made when they are first asked for.</summary>
    public AddedFieldAccess FindOrMake(FieldDefinition field)
    {
        if (!_known.TryGetValue(field, out var access))
            _known.Add(field, access = Make(_added[field]));
        return access;
    }

    /// <summary>The method that gives a field its first value and has no code yet; from now on it counts as having it.</summary>
    public DeclaredBody TakeInitialiser(FieldDefinition field)
    {
        var declared = _waiting[field];
        _waiting.Remove(field);
        return declared;
    }

    /// <summary>Makes what initialises static fields; call it when all code is made.</summary>
    public void Complete()
    {
        foreach (var statics in _statics.Values)
            statics.Complete(_inOrder, State);
        var first = _statics.Values.Where(static s => s.IsInitialisedFirst).ToList();
        if (first.Count > 0)
            StaticsClassEmitter.Emit(_importer.Target, first);
    }

    /// <summary>What follows a call of <c>MemberwiseClone</c> on an object of a deployed type: the clone gets cells of its own.</summary>
    public IReadOnlyList<Instruction> AfterClone(Instruction call, TypeDefinition type, IReadOnlyList<TypeReference> arguments)
    {
        if (_universe.WovenOf(type) is not { } woven)
            return [call];
        // dup; (call MemberwiseClone); call AdoptDetached
        if (StateField.Find(woven, arguments, new TypeImporter(_importer.Target)) is not { } state)
            return [Instruction.Create(OpCodes.Dup), call, Instruction.Create(OpCodes.Call, State.AdoptDetached)];
        // (call MemberwiseClone); dup; dup; castclass T; ldflda state; call Adopt
        return
        [
            call,
            Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Castclass, state.DeclaringType),
            Instruction.Create(OpCodes.Ldflda, state),
            Instruction.Create(OpCodes.Call, State.Adopt),
        ];
    }

    private AddedFieldAccess Make(AddedField added)
    {
        var home = new FieldClass(added.Field, _holders.FindOrAdd(added.Field.DeclaringType), _importer);
        _homes.Add(added.Field, home);
        var initial = added.Initialiser is null && added.ForExisting is null && added.Derived is null && added.Fill is null ? null : home.Declare("Initial", hasSelf: !added.Field.IsStatic);
        if (initial is not null)
            initial.ReturnType = home.ValueOf(initial);
        if (added.ForExisting is { } existing)
            EmitExisting(initial!, existing, _findHook(existing), home.References(initial!));
        else if (initial is not null)
            _waiting.Add(added.Field, new DeclaredBody(initial, home.References(initial)));

        if (!added.Field.IsStatic)
            return new InstanceFieldEmitter(home, State, _universe.WovenOf(added.Field.DeclaringType)!).Emit(initial);
        var type = added.Field.DeclaringType;
        if (!_statics.TryGetValue(type, out var statics))
            _statics.Add(type, statics = new StaticsOfType(type, _holders.FindOrAdd(type), _importer));
        return new StaticFieldEmitter(home, statics, State, added).Emit(initial);
    }

    // (ldarg.0 | call HookServices::Get;)… call 'body'; (unbox.any value;) ret
    private void EmitExisting(MethodDefinition initial, MethodDefinition existing, MethodDefinition body, ReferenceRewriter references)
    {
        var code = initial.Body.Instructions;
        if (!existing.IsStatic)
            code.Add(Instruction.Create(OpCodes.Ldarg_0));
        foreach (var parameter in existing.Parameters)
        {
            code.Add(parameter.ParameterType.FullName == "System.IServiceProvider"
                ? Instruction.Create(OpCodes.Call, State.Services(references.Type(parameter.ParameterType)))
                : Instruction.Create(OpCodes.Ldarg_0));
        }

        code.Add(Instruction.Create(OpCodes.Call, body.Over([.. initial.GenericParameters])));
        if (existing.ReturnType.MetadataType == MetadataType.Object && initial.ReturnType.MetadataType != MetadataType.Object)
            code.Add(Instruction.Create(OpCodes.Unbox_Any, initial.ReturnType));
        code.Add(Instruction.Create(OpCodes.Ret));
    }
}
