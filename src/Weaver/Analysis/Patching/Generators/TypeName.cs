using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Changes the name of a type that is read, in memory.</summary>
internal static class TypeName
{
    /// <summary>Renames a type that is not nested.</summary>
    public static void Set(TypeDefinition type, string name)
    {
        // Cecil finds types by the names under which they were put into the list.
        var types = type.Module.Types;
        var place = types.IndexOf(type);
        types.RemoveAt(place);
        type.Name = name;
        types.Insert(place, type);
    }
}
