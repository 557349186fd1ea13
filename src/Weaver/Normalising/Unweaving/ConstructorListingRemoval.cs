using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>Takes out of constructors that they list the objects which they have made.</summary>
internal static class ConstructorListingRemoval
{
    /// <summary>Whether constructors of a module list what they make.</summary>
    public static bool IsIn(ModuleDefinition module) => module.TryGetTypeReference("HotWeave.Runtime." + GeneratedName.TrackedObjects, out _);

    /// <summary>Takes it out of a constructor; one that lists nothing stays as it is.</summary>
    public static void Remove(MethodDefinition constructor)
    {
        var listings = constructor.Body.Instructions.Where(Lists).ToList();
        if (listings.Count == 0)
            return;
        var editor = ILEditor.Open(constructor);
        foreach (var call in listings)
        {
            call.Previous.OpCode = OpCodes.Ret;
            editor.Remove(call.Next);
            editor.Remove(call);
        }
    }

    // ldarg.0; call TrackedObjects::Add; ret
    private static bool Lists(Instruction instruction) =>
        instruction is { Previous: not null, Next: not null, Operand: MethodReference { DeclaringType: { Name: GeneratedName.TrackedObjects, Namespace: "HotWeave.Runtime" } } };
}
