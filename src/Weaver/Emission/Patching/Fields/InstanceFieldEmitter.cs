using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes the accessors of one added instance field, and its index among those of its class. An accessor is a state load, a call that is inlined, and the value's address;
/// the rare case, no cell yet, stands in a method of its own.
/// </summary>
internal sealed class InstanceFieldEmitter(FieldClass home, StateReferences state, TypeDefinition woven)
{
    private readonly ModuleDefinition _module = home.Module;

    /// <param name="initial">The field's initialiser; null where it begins with its type's default.</param>
    public AddedFieldAccess Emit(MethodDefinition? initial)
    {
        var index = EmitIndex();
        var create = Declare("Create");
        EmitCreate(create, index, initial);
        var put = Declare("Put");
        EmitPut(put, index);

        var address = Declare("Address");
        address.ReturnType = new ByReferenceType(home.ValueOf(address));
        EmitAccess(address, index, create, Instruction.Create(OpCodes.Ldflda, state.Value(home.ValueOf(address))));
        var get = Declare("Get");
        get.ReturnType = home.ValueOf(get);
        EmitGet(get, address);
        var set = Declare("Set");
        set.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, home.ValueOf(set)));
        EmitSet(set, index, put);
        foreach (var method in new[] { address, get, set })
            method.AggressiveInlining = true;
        return new AddedFieldAccess(get, set, address);
    }

    private MethodDefinition Declare(string name) => home.Declare(name, hasSelf: true);

    private FieldReference? StateOf(MethodDefinition method) => StateField.Find(woven, [.. method.GenericParameters], new TypeImporter(_module));

    // ldtoken T; call Type::GetTypeFromHandle; ldstr name; (ldtoken value; call Type::GetTypeFromHandle | ldnull); call StateCells::Index; stsfld index; ret
    private FieldDefinition EmitIndex()
    {
        var index = new FieldDefinition("index", FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.InitOnly, _module.TypeSystem.Int32);
        home.Type.Fields.Add(index);
        var constructor = FieldClass.DeclareConstructor(home.Type);
        var field = home.Field;
        var code = constructor.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldtoken, home.References(constructor).Type(field.DeclaringType)));
        code.Add(Instruction.Create(OpCodes.Call, _module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Ldstr, field.Name));
        if (field.DeclaringType.HasGenericParameters)
        {
            code.Add(Instruction.Create(OpCodes.Ldnull));
        }
        else
        {
            code.Add(Instruction.Create(OpCodes.Ldtoken, home.ValueOf(constructor)));
            code.Add(Instruction.Create(OpCodes.Call, _module.TypeFromHandle()));
        }

        code.Add(Instruction.Create(OpCodes.Call, state.Index));
        code.Add(Instruction.Create(OpCodes.Stsfld, index));
        code.Add(Instruction.Create(OpCodes.Ret));
        return index;
    }

    // ldarg.0; ldarg.0; (ldfld state | call DetachedState); ldsfld index; call Find; dup; brfalse missing; 'access'; ret; missing: pop; ldarg…; call 'otherwise'; ret
    private void EmitAccess(MethodDefinition method, FieldDefinition index, MethodDefinition otherwise, params Instruction[] access)
    {
        var code = method.Body.Instructions;
        var missing = Instruction.Create(OpCodes.Pop);
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(StateOf(method) is { } field ? Instruction.Create(OpCodes.Ldfld, field) : Instruction.Create(OpCodes.Call, state.DetachedState));
        code.Add(Instruction.Create(OpCodes.Ldsfld, index));
        code.Add(Instruction.Create(OpCodes.Call, state.Find));
        code.Add(Instruction.Create(OpCodes.Dup));
        code.Add(Instruction.Create(OpCodes.Brfalse, missing));
        foreach (var instruction in access)
            code.Add(instruction);
        code.Add(Instruction.Create(OpCodes.Ret));
        code.Add(missing);
        DispatchSubclass.LoadArguments(method);
        code.Add(Instruction.Create(OpCodes.Call, otherwise.Over([.. method.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // ldarg.0; call Address; (volatile.) ldobj value; ret
    private void EmitGet(MethodDefinition get, MethodDefinition address)
    {
        var code = get.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Call, address.Over([.. get.GenericParameters])));
        if (home.IsVolatile)
            code.Add(Instruction.Create(OpCodes.Volatile));
        code.Add(Instruction.Create(OpCodes.Ldobj, get.ReturnType));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // 'access': ldarg.1; (volatile.) stfld Cell<value>::Value
    private void EmitSet(MethodDefinition set, FieldDefinition index, MethodDefinition put)
    {
        var store = Instruction.Create(OpCodes.Stfld, state.Value(set.Parameters[1].ParameterType));
        if (home.IsVolatile)
            EmitAccess(set, index, put, Instruction.Create(OpCodes.Ldarg_1), Instruction.Create(OpCodes.Volatile), store);
        else
            EmitAccess(set, index, put, Instruction.Create(OpCodes.Ldarg_1), store);
    }

    // ldarg.0; ldarg.0; (ldflda state | call DetachedField); ldsfld index; ldstr name; (ldnull; ldftn Initial; newobj Func | ldnull); call Create; ret
    private void EmitCreate(MethodDefinition create, FieldDefinition index, MethodDefinition? initial)
    {
        var owner = create.Parameters[0].ParameterType;
        var value = home.ValueOf(create);
        create.ReturnType = new ByReferenceType(value);
        LoadPlace(create, index);
        var code = create.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldnull));
        if (initial is not null)
        {
            code.Add(Instruction.Create(OpCodes.Ldftn, initial.Over([.. create.GenericParameters])));
            code.Add(Instruction.Create(OpCodes.Newobj, state.FunctionConstructor(owner, value)));
        }

        code.Add(Instruction.Create(OpCodes.Call, state.Create(owner, value)));
        code.Add(Instruction.Create(OpCodes.Ret));
        create.NoInlining = true;
    }

    // ldarg.0; ldarg.0; (ldflda state | call DetachedField); ldsfld index; ldstr name; ldarg.1; call Put; ret
    private void EmitPut(MethodDefinition put, FieldDefinition index)
    {
        var value = home.ValueOf(put);
        put.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, value));
        LoadPlace(put, index);
        var code = put.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_1));
        code.Add(Instruction.Create(OpCodes.Call, state.Put(put.Parameters[0].ParameterType, value)));
        code.Add(Instruction.Create(OpCodes.Ret));
        put.NoInlining = true;
    }

    private void LoadPlace(MethodDefinition method, FieldDefinition index)
    {
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(StateOf(method) is { } field ? Instruction.Create(OpCodes.Ldflda, field) : Instruction.Create(OpCodes.Call, state.DetachedField));
        code.Add(Instruction.Create(OpCodes.Ldsfld, index));
        code.Add(Instruction.Create(OpCodes.Ldstr, home.Field.Name));
    }
}
