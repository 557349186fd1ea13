using HotWeave.Weaver.Analysis.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes the accessors of one added static field. The field's cell is looked up once and kept in a <c>readonly</c> field, which the JIT compiler takes for a constant. A field of
/// which each thread has its own keeps the thread's cell instead.
/// </summary>
internal sealed class StaticFieldEmitter(FieldClass home, StaticsOfType keeper, StateReferences state, AddedField added)
{
    private readonly ModuleDefinition _module = home.Module;

    /// <param name="initial">The field's initialiser; null where it begins with its type's default.</param>
    public AddedFieldAccess Emit(MethodDefinition? initial)
    {
        var value = home.ValueOf(keeper.Type);
        var kept = keeper.Keep(added, added.IsOfThreads ? state.ThreadCells(value) : state.Cell(value), value, initial);
        Action<MethodDefinition> load = added.IsOfThreads ? LoadOfThread(kept, value) : method => Load(method, kept);

        var get = home.Declare("Get", hasSelf: false);
        get.ReturnType = home.ValueOf(get);
        EmitAccess(get, load, OpCodes.Ldfld);
        var set = home.Declare("Set", hasSelf: false);
        set.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, home.ValueOf(set)));
        EmitAccess(set, load, OpCodes.Stfld);
        var address = home.Declare("Address", hasSelf: false);
        address.ReturnType = new ByReferenceType(home.ValueOf(address));
        EmitAccess(address, load, OpCodes.Ldflda);
        foreach (var method in new[] { get, set, address })
            method.AggressiveInlining = true;
        return new AddedFieldAccess(get, set, address);
    }

    // ldsfld cell
    private static void Load(MethodDefinition method, FieldDefinition field) =>
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldsfld, StaticsOfType.Seen(field, method)));

    // ldsfld mine; dup; brtrue known; pop; ldsfld cells; callvirt Mine; dup; stsfld mine; known:
    private Action<MethodDefinition> LoadOfThread(FieldDefinition cells, TypeReference value)
    {
        var mine = new FieldDefinition($"<{cells.Name}>mine", FieldAttributes.Public | FieldAttributes.Static, state.Cell(value));
        mine.CustomAttributes.Add(new CustomAttribute(_module.CoreMethod(_module.Core("System", "ThreadStaticAttribute"), ".ctor", true, _module.TypeSystem.Void)));
        keeper.Type.Fields.Add(mine);
        return method =>
        {
            var code = method.Body.Instructions;
            var known = Instruction.Create(OpCodes.Nop);
            Load(method, mine);
            code.Add(Instruction.Create(OpCodes.Dup));
            code.Add(Instruction.Create(OpCodes.Brtrue, known));
            code.Add(Instruction.Create(OpCodes.Pop));
            Load(method, cells);
            code.Add(Instruction.Create(OpCodes.Callvirt, state.Mine(home.ValueOf(method))));
            code.Add(Instruction.Create(OpCodes.Dup));
            code.Add(Instruction.Create(OpCodes.Stsfld, StaticsOfType.Seen(mine, method)));
            code.Add(known);
        };
    }

    // 'load'; (ldarg.0;) (volatile.) ldfld | stfld | ldflda Cell<value>::Value; ret
    private void EmitAccess(MethodDefinition method, Action<MethodDefinition> load, OpCode access)
    {
        load(method);
        DispatchSubclass.LoadArguments(method);
        if (home.IsVolatile && access != OpCodes.Ldflda)
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Volatile));
        method.Body.Instructions.Add(Instruction.Create(access, state.Value(home.ValueOf(method))));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }
}
