using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>Fields into which only constructors of the object around store, so that they are the same throughout every call.</summary>
internal static class SettledFields
{
    /// <summary>Whether a field is one: no code of another assembly can store into it, and none of its own does.</summary>
    public static bool Contains(FieldDefinition field)
    {
        if (field.IsStatic || (!field.IsInitOnly && !field.IsPrivate && (!field.IsAssembly || HasFriends(field.Module))))
            return false;
        return field.Module.GetTypes().SelectMany(static t => t.Methods)
            .Where(m => m.HasBody && !(m is { IsConstructor: true, IsStatic: false } && m.DeclaringType == field.DeclaringType))
            .All(m => m.Body.Instructions.All(i => !Changes(i, field)));
    }

    private static bool Changes(Instruction instruction, FieldDefinition field) =>
        instruction.OpCode.Code switch
        {
            Code.Stfld or Code.Ldtoken => NamedOperand.Names(instruction, field),
            Code.Ldflda => !AskedAddress.Is(instruction) && NamedOperand.Names(instruction, field),
            _ => false,
        };

    private static bool HasFriends(ModuleDefinition module) =>
        module.Assembly.CustomAttributes.Any(static a => a.AttributeType.Name == "InternalsVisibleToAttribute");
}
