using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes the initialiser of an added static field that a static constructor fills. Of fields that are filled in one run, the first one's initialiser makes the others within it, and
/// the code runs in the innermost; where an earlier version has filled some of them, each of the rest runs what it needs alone.
/// </summary>
/// <param name="fields">The added fields.</param>
/// <param name="emit">Gives a method the code that fills fields, and at the end a call whose result it returns.</param>
internal sealed class FillGroupEmitter(AddedFields fields, Action<StaticFill, MethodDefinition, MethodReference> emit)
{
    /// <param name="added">The field.</param>
    /// <param name="target">Its initialiser, with the generic parameters of the type.</param>
    public void Emit(AddedField added, MethodDefinition target)
    {
        var group = added.Fill!.Fields;
        if (group.Count == 1)
            emit(added.Fill, target, Get(added.Field, target));
        else if (group[0] == added.Field)
            EmitFirst(added, target);
        else
            EmitAlone(added, target);
    }

    // ('key'; call IsMade; brtrue alone;)… 'make the next within'; call Get; ret; alone: call Alone; ret
    private void EmitFirst(AddedField added, MethodDefinition target)
    {
        var group = added.Fill!.Fields;
        foreach (var field in group)
            fields.FindOrMake(field);
        var code = target.Body.Instructions;
        var alone = fields.HomeOf(added.Field).Declare("Alone", hasSelf: false);
        alone.ReturnType = target.ReturnType;
        EmitAlone(added, alone);
        var otherwise = Instruction.Create(OpCodes.Call, alone.Over([.. target.GenericParameters]));
        foreach (var field in group.Skip(1))
        {
            LoadKey(field, target);
            code.Add(Instruction.Create(OpCodes.Call, fields.State.StaticIsMade(fields.HomeOf(field).ValueOf(target))));
            code.Add(Instruction.Create(OpCodes.Brtrue, otherwise));
        }

        EmitWithin(group, 0, added.Fill, target);
        code.Add(otherwise);
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // 'key'; ldnull; ldftn Within; newobj Func; call MakeWithin; call Get; ret
    private void EmitWithin(IReadOnlyList<FieldDefinition> group, int place, StaticFill fill, MethodDefinition target)
    {
        var next = group[place + 1];
        var home = fields.HomeOf(next);
        var within = home.Declare("Within", hasSelf: false);
        within.ReturnType = home.ValueOf(within);
        if (place + 2 < group.Count)
            EmitWithin(group, place + 1, fill, within);
        else
            emit(fill, within, Get(next, within));
        LoadKey(next, target);
        var code = target.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldnull));
        code.Add(Instruction.Create(OpCodes.Ldftn, within.Over([.. target.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Newobj, fields.State.FunctionConstructor(home.ValueOf(target))));
        code.Add(Instruction.Create(OpCodes.Call, fields.State.StaticMakeWithin(home.ValueOf(target))));
        code.Add(Instruction.Create(OpCodes.Call, Get(group[place], target)));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // ldstr message; newobj InvalidOperationException; throw        where the others' values cannot be told apart
    private void EmitAlone(AddedField added, MethodDefinition target)
    {
        if (added.Alone is { } alone)
        {
            emit(alone, target, Get(added.Field, target));
            return;
        }

        var module = target.Module;
        var others = string.Join(", ", added.Fill!.Fields.Where(f => f != added.Field).Select(ReadableName.Describe));
        var code = target.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldstr, $"{ReadableName.Describe(added.Field)} is filled together with {others}, and an earlier version has filled some of these."));
        code.Add(Instruction.Create(OpCodes.Newobj, module.CoreMethod(module.Core("System", "InvalidOperationException"), ".ctor", true, module.TypeSystem.Void, module.TypeSystem.String)));
        code.Add(Instruction.Create(OpCodes.Throw));
    }

    private MethodReference Get(FieldDefinition field, MethodDefinition context) => fields.FindOrMake(field).Get.Over([.. context.GenericParameters]);

    // ldtoken T; call Type::GetTypeFromHandle; ldstr key
    private void LoadKey(FieldDefinition field, MethodDefinition context)
    {
        var code = context.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldtoken, fields.HomeOf(field).References(context).Type(field.DeclaringType.SelfReference())));
        code.Add(Instruction.Create(OpCodes.Call, context.Module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Ldstr, fields.Known(field).Key));
    }
}
