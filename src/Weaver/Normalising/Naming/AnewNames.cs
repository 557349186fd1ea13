using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Naming;

/// <summary>
/// Gives types of new builds names of their own, in memory, where they are to be new types beside deployed ones of the same name: for all
/// that follows, one type is gone and another is new.
/// </summary>
internal static class AnewNames
{
    /// <summary>Renames the types.</summary>
    public static void Mark(IEnumerable<TypeDefinition> types)
    {
        // What nested types are called follows from the type around them.
        foreach (var type in types.OrderBy(static t => t.FullName.Length))
        {
            if (!AnewName.IsOn(type))
                TypeName.Set(type, AnewName.Add(type.Name));
        }
    }
}
