using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Deployed classes of which no process has an object, so that every object is made by new code.</summary>
internal static class UnmadeTypes
{
    /// <summary>Whether a deployed class is static, or abstract without a class below it.</summary>
    public static bool Contains(TypeDefinition old, AssemblyMatch match)
    {
        if (!old.IsAbstract || old.IsInterface)
            return false;
        if (old.IsSealed)
            return true;
        return !OutsideVisibility.IsVisible(old) && !OutsideVisibility.HasFriends(old.Module)
            && match.Pair.Modules.SelectMany(static m => m.Old.GetTypes()).All(t => !IsBase(t.BaseType?.GetElementType(), old));
    }

    private static bool IsBase(TypeReference? type, TypeDefinition old) => type?.Name == old.Name && type.Resolve() == old;
}
