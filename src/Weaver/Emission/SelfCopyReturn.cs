using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission;

/// <summary>Writes what a stub does with the copy that comes back. Field by field, since another thread may have written the others
/// meanwhile.</summary>
internal static class SelfCopyReturn
{
    // stloc.0; (ldarg.0; ldloca.s 0; ldflda Self; ldfld f; stfld f)…; ldloca.s 0; call Finish        or, for all of it, ldarg.0; ldloc.0;
    // ldfld Self; stobj T
    public static IEnumerable<Instruction> Emit(SelfCopy copy, TypeReference self, VariableDefinition variable, WorkedCopies copies)
    {
        var returned = (GenericInstanceType)variable.VariableType;
        yield return Instruction.Create(OpCodes.Stloc_0);
        if (copy.IsWhole)
        {
            yield return Instruction.Create(OpCodes.Ldarg_0);
            yield return Instruction.Create(OpCodes.Ldloc_0);
            yield return Instruction.Create(OpCodes.Ldfld, WorkedCopies.Self(returned));
            yield return Instruction.Create(OpCodes.Stobj, self);
        }

        var fields = self.Resolve().Fields;
        foreach (var field in copy.Fields.Select(name => FieldOf(self, fields.First(f => f.Name == name && !f.IsStatic))))
        {
            yield return Instruction.Create(OpCodes.Ldarg_0);
            yield return Instruction.Create(OpCodes.Ldloca_S, variable);
            yield return Instruction.Create(OpCodes.Ldflda, WorkedCopies.Self(returned));
            yield return Instruction.Create(OpCodes.Ldfld, field);
            yield return Instruction.Create(OpCodes.Stfld, field);
        }

        yield return Instruction.Create(OpCodes.Ldloca_S, variable);
        yield return Instruction.Create(OpCodes.Call, copies.Finish(returned));
    }

    private static FieldReference FieldOf(TypeReference self, FieldDefinition field) =>
        self is GenericInstanceType ? new FieldReference(field.Name, field.FieldType, self) : field;
}
