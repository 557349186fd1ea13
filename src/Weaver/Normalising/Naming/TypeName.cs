using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Naming;

/// <summary>Changes the name of a type that is read, in memory.</summary>
internal static class TypeName
{
    /// <summary>Renames a type.</summary>
    public static void Set(TypeDefinition type, string name)
    {
        // Cecil finds types by the names under which they were put into the list, and forgets the names of nested types that it has read;
        // out of the list it reads none.
        var types = type.Module.Types;
        _ = type.NestedTypes.Count;
        if (type.IsNested)
        {
            type.Name = name;
            return;
        }

        var place = types.IndexOf(type);
        types.RemoveAt(place);
        type.Name = name;
        types.Insert(place, type);
    }
}
