using System.Reflection;

namespace HotWeave.Protocol;

/// <summary>Every slot that a patch has named so far. Grows only; an index is never used again.</summary>
internal static class TypeSlots
{
    // By handle: reflection may forget a FieldInfo and make another one, which is not equal to the first.
    // Protects both collections; they change together. Never taken on the call path.
    private static readonly object s_lock = new();
    private static readonly List<TypeSlot> s_byIndex = [];
    private static readonly Dictionary<RuntimeFieldHandle, TypeSlot> s_byField = [];

    internal static TypeSlot At(int index)
    {
        lock (s_lock)
            return s_byIndex[index];
    }

    internal static TypeSlot For(FieldInfo field, Type type)
    {
        lock (s_lock)
        {
            if (s_byField.TryGetValue(field.FieldHandle, out var slot))
                return slot;
            slot = new TypeSlot(s_byIndex.Count, field, type);
            s_byIndex.Add(slot);
            s_byField.Add(field.FieldHandle, slot);
            return slot;
        }
    }
}
