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
        var code = constructor.Body.Instructions;
        for (var i = 1; i < code.Count - 1; i++)
        {
            if (code[i].Operand is not MethodReference { DeclaringType: { Name: GeneratedName.TrackedObjects, Namespace: "HotWeave.Runtime" } })
                continue;
            code[i - 1].OpCode = OpCodes.Ret;
            code.RemoveAt(i + 1);
            code.RemoveAt(i);
        }
    }
}
