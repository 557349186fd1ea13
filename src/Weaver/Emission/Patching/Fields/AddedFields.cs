using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes, for each added field that a patch uses, a class with its index and its accessors, nested in the holder of the declaring type. An accessor is a state load, a
/// call that is inlined, and the value's address; the rare case, no cell yet, stands in a method of its own.
/// </summary>
internal sealed class AddedFields
{
    private const TypeAttributes Home = TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;

    private readonly Dictionary<FieldDefinition, AddedField> _added;
    private readonly PatchUniverse _universe;
    private readonly Holders _holders;
    private readonly TypeImporter _importer;
    private readonly ModuleDefinition _module;
    private readonly Dictionary<FieldDefinition, AddedFieldAccess> _known = [];
    private StateReferences? _state;

    public AddedFields(IReadOnlyList<AddedField> added, PatchUniverse universe, Holders holders, TypeImporter importer)
    {
        _added = added.ToDictionary(static a => a.Field);
        _universe = universe;
        _holders = holders;
        _importer = importer;
        _module = importer.Target;
    }

    private StateReferences State => _state ??= new StateReferences(_module);

    public bool Contains(FieldDefinition field) => _added.ContainsKey(field);

    /// <summary>The accessors of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="emitInitialiser">Gives a method the code of an initialiser.</param>
    public AddedFieldAccess Of(FieldDefinition field, Action<Initialiser, MethodDefinition, ReferenceRewriter> emitInitialiser)
    {
        if (!_known.TryGetValue(field, out var access))
            _known.Add(field, access = Make(_added[field], emitInitialiser));
        return access;
    }

    /// <summary>What follows a call of <c>MemberwiseClone</c> on an object of a deployed type: the clone gets cells of its own.</summary>
    public IReadOnlyList<Instruction> AfterClone(Instruction call, TypeDefinition type, IReadOnlyList<TypeReference> arguments)
    {
        if (_universe.WovenOf(type) is not { } woven)
            return [call];
        // dup; (call MemberwiseClone); call AdoptDetached
        if (StateField.Find(woven, arguments, new TypeImporter(_module)) is not { } state)
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

    private AddedFieldAccess Make(AddedField added, Action<Initialiser, MethodDefinition, ReferenceRewriter> emitInitialiser)
    {
        var field = added.Field;
        var holder = _holders.Of(field.DeclaringType);
        var home = new TypeDefinition("", $"<{field.Name}>field", Home, _module.TypeSystem.Object);
        for (var number = 2; holder.NestedTypes.Any(n => n.Name == home.Name); number++)
            home.Name = GeneratedName.Numbered($"<{field.Name}>field", number);
        holder.NestedTypes.Add(home);
        var index = EmitIndex(home, field);

        var initial = added.Initialiser is null ? null : Declare(home, field, "Initial", out _);
        if (initial is not null)
        {
            initial.ReturnType = ValueOf(field, initial);
            emitInitialiser(added.Initialiser!, initial, References(initial));
        }

        var create = Declare(home, field, "Create", out var createState);
        EmitCreate(create, field, index, createState, initial);
        var put = Declare(home, field, "Put", out var putState);
        EmitPut(put, field, index, putState);

        var address = Declare(home, field, "Address", out var state);
        address.ReturnType = new ByReferenceType(ValueOf(field, address));
        EmitAccess(address, index, state, create, Instruction.Create(OpCodes.Ldflda, State.Value(ValueOf(field, address))));
        var get = Declare(home, field, "Get", out state);
        get.ReturnType = ValueOf(field, get);
        EmitGet(get, address, field);
        var set = Declare(home, field, "Set", out state);
        set.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, ValueOf(field, set)));
        EmitSet(set, index, state, put, field);
        foreach (var method in new[] { address, get, set })
            method.AggressiveInlining = true;
        return new AddedFieldAccess(get, set, address);
    }

    // ldtoken T; call Type::GetTypeFromHandle; ldstr name; (ldtoken value; call Type::GetTypeFromHandle | ldnull); call StateCells::Index; stsfld index; ret
    private FieldDefinition EmitIndex(TypeDefinition home, FieldDefinition field)
    {
        var index = new FieldDefinition("index", FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.InitOnly, _module.TypeSystem.Int32);
        home.Fields.Add(index);
        var constructor = new MethodDefinition(
            ".cctor",
            MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
            _module.TypeSystem.Void);
        home.Methods.Add(constructor);
        var type = _module.Core("System", "Type");
        var fromHandle = _module.CoreMethod(type, "GetTypeFromHandle", false, type, _module.Core("System", "RuntimeTypeHandle", isValueType: true));
        var code = constructor.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldtoken, _importer.Import(field.DeclaringType)));
        code.Add(Instruction.Create(OpCodes.Call, fromHandle));
        code.Add(Instruction.Create(OpCodes.Ldstr, field.Name));
        if (field.DeclaringType.HasGenericParameters)
        {
            code.Add(Instruction.Create(OpCodes.Ldnull));
        }
        else
        {
            code.Add(Instruction.Create(OpCodes.Ldtoken, ValueOf(field, constructor)));
            code.Add(Instruction.Create(OpCodes.Call, fromHandle));
        }

        code.Add(Instruction.Create(OpCodes.Call, State.Index));
        code.Add(Instruction.Create(OpCodes.Stsfld, index));
        code.Add(Instruction.Create(OpCodes.Ret));
        return index;
    }

    private MethodDefinition Declare(TypeDefinition home, FieldDefinition field, string name, out FieldReference? state)
    {
        var method = new MethodDefinition(name, Static, _module.TypeSystem.Void);
        home.Methods.Add(method);
        foreach (var parameter in field.DeclaringType.GenericParameters)
            method.GenericParameters.Add(new GenericParameter(parameter.Name, method) { Attributes = parameter.Attributes });
        var references = References(method);
        for (var i = 0; i < method.GenericParameters.Count; i++)
        {
            foreach (var constraint in field.DeclaringType.GenericParameters[i].Constraints)
                method.GenericParameters[i].Constraints.Add(new GenericParameterConstraint(references.Type(constraint.ConstraintType)));
        }

        method.Parameters.Add(new ParameterDefinition("self", ParameterAttributes.None, references.Type(field.DeclaringType.SelfReference())));
        DispatchSubclass.Hide(_module, method);
        state = StateField.Find(_universe.WovenOf(field.DeclaringType)!, [.. method.GenericParameters], new TypeImporter(_module));
        return method;
    }

    private ReferenceRewriter References(MethodDefinition method) => new(_importer, new GenericMap([.. method.GenericParameters], []));

    private TypeReference ValueOf(FieldDefinition field, MethodDefinition context) => References(context).Type(Plain(field.FieldType));

    private static TypeReference Plain(TypeReference type) => type is IModifierType modified ? Plain(modified.ElementType) : type;

    // ldarg.0; ldarg.0; (ldfld state | call DetachedState); ldsfld index; call Find; dup; brfalse missing; 'access'; ret; missing: pop; ldarg…; call 'otherwise'; ret
    private void EmitAccess(MethodDefinition method, FieldDefinition index, FieldReference? state, MethodDefinition otherwise, params Instruction[] access)
    {
        var code = method.Body.Instructions;
        var missing = Instruction.Create(OpCodes.Pop);
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(state is null ? Instruction.Create(OpCodes.Call, State.DetachedState) : Instruction.Create(OpCodes.Ldfld, state));
        code.Add(Instruction.Create(OpCodes.Ldsfld, index));
        code.Add(Instruction.Create(OpCodes.Call, State.Find));
        code.Add(Instruction.Create(OpCodes.Dup));
        code.Add(Instruction.Create(OpCodes.Brfalse, missing));
        foreach (var instruction in access)
            code.Add(instruction);
        code.Add(Instruction.Create(OpCodes.Ret));
        code.Add(missing);
        DispatchSubclass.LoadArguments(method);
        code.Add(Instruction.Create(OpCodes.Call, otherwise.Instantiated([.. method.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // ldarg.0; call Address; (volatile.) ldobj value; ret
    private static void EmitGet(MethodDefinition get, MethodDefinition address, FieldDefinition field)
    {
        var code = get.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Call, address.Instantiated([.. get.GenericParameters])));
        if (IsVolatile(field))
            code.Add(Instruction.Create(OpCodes.Volatile));
        code.Add(Instruction.Create(OpCodes.Ldobj, get.ReturnType));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // 'access': ldarg.1; (volatile.) stfld Cell<value>::Value
    private void EmitSet(MethodDefinition set, FieldDefinition index, FieldReference? state, MethodDefinition put, FieldDefinition field)
    {
        var store = Instruction.Create(OpCodes.Stfld, State.Value(set.Parameters[1].ParameterType));
        if (IsVolatile(field))
            EmitAccess(set, index, state, put, Instruction.Create(OpCodes.Ldarg_1), Instruction.Create(OpCodes.Volatile), store);
        else
            EmitAccess(set, index, state, put, Instruction.Create(OpCodes.Ldarg_1), store);
    }

    // ldarg.0; ldarg.0; (ldflda state | call DetachedField); ldsfld index; ldstr name; (ldnull; ldftn Initial; newobj Func | ldnull); call Create; ret
    private void EmitCreate(MethodDefinition create, FieldDefinition field, FieldDefinition index, FieldReference? state, MethodDefinition? initial)
    {
        var owner = create.Parameters[0].ParameterType;
        var value = ValueOf(field, create);
        create.ReturnType = new ByReferenceType(value);
        LoadPlace(create, field, index, state);
        var code = create.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldnull));
        if (initial is not null)
        {
            code.Add(Instruction.Create(OpCodes.Ldftn, initial.Instantiated([.. create.GenericParameters])));
            code.Add(Instruction.Create(OpCodes.Newobj, State.InitialiserConstructor(owner, value)));
        }

        code.Add(Instruction.Create(OpCodes.Call, State.Create(owner, value)));
        code.Add(Instruction.Create(OpCodes.Ret));
        create.NoInlining = true;
    }

    // ldarg.0; ldarg.0; (ldflda state | call DetachedField); ldsfld index; ldstr name; ldarg.1; call Put; ret
    private void EmitPut(MethodDefinition put, FieldDefinition field, FieldDefinition index, FieldReference? state)
    {
        var value = ValueOf(field, put);
        put.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, value));
        LoadPlace(put, field, index, state);
        var code = put.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_1));
        code.Add(Instruction.Create(OpCodes.Call, State.Put(put.Parameters[0].ParameterType, value)));
        code.Add(Instruction.Create(OpCodes.Ret));
        put.NoInlining = true;
    }

    private void LoadPlace(MethodDefinition method, FieldDefinition field, FieldDefinition index, FieldReference? state)
    {
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(state is null ? Instruction.Create(OpCodes.Call, State.DetachedField) : Instruction.Create(OpCodes.Ldflda, state));
        code.Add(Instruction.Create(OpCodes.Ldsfld, index));
        code.Add(Instruction.Create(OpCodes.Ldstr, field.Name));
    }

    private static bool IsVolatile(FieldDefinition field) => field.FieldType is RequiredModifierType { ModifierType.Name: "IsVolatile" };
}
