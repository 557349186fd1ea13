using System.Runtime.CompilerServices;

namespace HotWeave.State;

/// <summary>Numbers the added fields of each class hierarchy, so that no two fields of one object have the same index.</summary>
internal static class FieldIndexes
{
    private static readonly ConditionalWeakTable<Type, Hierarchy> s_hierarchies = [];

    /// <summary>The index of a field; the same for every patch that has it, unless its type depends on type arguments or can be unloaded.</summary>
    internal static int Of(Type declaring, string name, Type? fieldType)
    {
        var hierarchy = s_hierarchies.GetOrCreateValue(RootOf(declaring));
        lock (hierarchy)
        {
            if (fieldType is null || fieldType.IsCollectible || declaring.IsCollectible)
                return hierarchy.Next++;
            var key = (declaring, name, fieldType);
            if (!hierarchy.Known.TryGetValue(key, out var index))
                hierarchy.Known.Add(key, index = hierarchy.Next++);
            return index;
        }
    }

    /// <summary>The index of a field that a hook names, whose class or type may be generic or unloadable: the same for the same names.</summary>
    internal static int OfHook(Type declaring, string name, Type fieldType)
    {
        if (!declaring.IsGenericType && !declaring.IsCollectible && !fieldType.IsCollectible)
            return Of(declaring, name, fieldType);
        var hierarchy = s_hierarchies.GetOrCreateValue(RootOf(declaring));
        lock (hierarchy)
        {
            var key = $"{declaring} {name} {fieldType}";
            if (!hierarchy.OfHooks.TryGetValue(key, out var index))
                hierarchy.OfHooks.Add(key, index = hierarchy.Next++);
            return index;
        }
    }

    private static Type RootOf(Type type)
    {
        while (type.BaseType is { } ancestor && ancestor != typeof(object))
            type = ancestor;
        return type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
    }

    // Guarded by itself.
    private sealed class Hierarchy
    {
        internal int Next { get; set; } = CellArray.First;

        internal Dictionary<(Type, string, Type), int> Known { get; } = [];

        // By name: types may be unloaded, and an index is only a place.
        internal Dictionary<string, int> OfHooks { get; } = [];
    }
}
