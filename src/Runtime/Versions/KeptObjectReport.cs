using System.Diagnostics.CodeAnalysis;
using HotWeave.Patches.Format;
using HotWeave.Runtime;
using HotWeave.State;

namespace HotWeave.Versions;

/// <summary>Counts the objects that keep other code than a version's. Only those of tracked classes can be found.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Woven assemblies are roots of trimming.")]
internal static class KeptObjectReport
{
    /// <summary>By class, in ordinal order of names; classes of which none is left are listed too.</summary>
    internal static IReadOnlyList<KeptObjectsStatus> CountKept(VersionContent content)
    {
        var classes = content.MarkedTypes().Where(static m => m.Type.IsTracked).Select(static m => (Level: m.Assembly.GetType(m.Type.Type), m.Type))
            .Where(static m => m.Level is not null).ToList();
        if (classes.Count == 0)
            return [];
        var alive = TrackedInstances.FindAlive();
        return
        [
            .. classes.Select(c => new KeptObjectsStatus { Type = c.Type.Type, Count = alive.Count(o => FindLevel(o, c.Level!) is { } level && !IsMade(o, level, c.Type)) })
                .OrderBy(static k => k.Type, StringComparer.Ordinal),
        ];
    }

    // The class among those of the object, with its type arguments.
    private static Type? FindLevel(object instance, Type definition)
    {
        var type = instance.GetType();
        while (type is not null && (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type) != definition)
            type = type.BaseType;
        return type;
    }

    // A class that asks others' objects too has the names of several marks, and its objects the one of their own.
    private static bool IsMade(object instance, Type level, MarkedType marked) =>
        StateAddress.Of(instance, level) is object?[] cells && ReferenceEquals(cells[CellArray.Owner], instance)
        && cells.OfType<Cell>().Any(c => c.Declaring == level && marked.Mark.Split(',').Contains(c.Name));
}
