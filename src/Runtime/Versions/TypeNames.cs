using HotWeave.Protocol;

namespace HotWeave.Versions;

/// <summary>Reflection names of swappable types, each once, in ordinal order, as status and results list them.</summary>
internal static class TypeNames
{
    // What a patch added to a type goes by the type's name.
    internal static IReadOnlyList<string> Of(IEnumerable<TypeSlot> slots) =>
        [.. slots.Select(static s => s.Type.FullName ?? s.Type.Name).Distinct().Order(StringComparer.Ordinal)];
}
