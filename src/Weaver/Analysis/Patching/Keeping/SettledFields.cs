using HotWeave.Weaver.Analysis.Patching.Staying;
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
        if (field.IsStatic || (!field.IsInitOnly && !field.IsPrivate && (!field.IsAssembly || OutsideVisibility.HasFriends(field.Module))))
            return false;
        return FieldUses.FindOwn(field)
            .Where(u => !(u.Body is { IsConstructor: true, IsStatic: false } && u.Body.DeclaringType == field.DeclaringType))
            .All(static u => !u.Code.Any(Changes));
    }

    private static bool Changes(Instruction instruction) =>
        instruction.OpCode.Code is Code.Stfld or Code.Ldtoken || (instruction.OpCode.Code == Code.Ldflda && !AskedAddress.Is(instruction));
}
