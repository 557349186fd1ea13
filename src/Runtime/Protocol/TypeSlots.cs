using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Protocol;

/// <summary>Every slot that a patch has named so far, for as long as the assembly is there that has it. An index is never used again.</summary>
/// <remarks>
/// A slot lives as long as the class that declares its field, and no longer: whoever holds a dispatch object of the slot's type holds that
/// class, so what is in a table has its slot; and what a plug-in has in no table does not keep it from being unloaded.
/// </remarks>
internal static class TypeSlots
{
    // Protects all collections; they change together. Never taken on the call path.
    private static readonly object s_lock = new();
    private static readonly List<WeakReference<TypeSlot>> s_byIndex = [];
    private static readonly ConditionalWeakTable<Type, Slots> s_byClass = [];

    /// <summary>The slot of a type for which there is a dispatch object.</summary>
    internal static TypeSlot At(int index)
    {
        lock (s_lock)
            return s_byIndex[index].TryGetTarget(out var slot) ? slot : throw new InvalidOperationException("The slot has gone before what fills it.");
    }

    internal static TypeSlot For(FieldInfo field, Type type)
    {
        lock (s_lock)
        {
            var slots = s_byClass.GetOrCreateValue(field.DeclaringType!);
            if (slots.ByField.TryGetValue(field.FieldHandle, out var slot))
                return slot;
            slot = new TypeSlot(s_byIndex.Count, field, type);
            s_byIndex.Add(new WeakReference<TypeSlot>(slot));
            slots.ByField.Add(field.FieldHandle, slot);
            return slot;
        }
    }

    // By handle: reflection may forget a FieldInfo and make another one, which is not equal to the first.
    private sealed class Slots
    {
        internal Dictionary<RuntimeFieldHandle, TypeSlot> ByField { get; } = [];
    }
}
