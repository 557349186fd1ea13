using System.Reflection;
using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>The slot of one swappable type: the static volatile field that its stubs look at.</summary>
internal sealed class TypeSlot(int index, FieldInfo field, Type type)
{
    /// <summary>Index of the slot in every epoch's table.</summary>
    internal int Index { get; } = index;

    /// <summary>The field in the woven assembly's slots class.</summary>
    internal FieldInfo Field { get; } = field;

    /// <summary>The swappable type.</summary>
    internal Type Type { get; } = type;

    /// <summary>What it holds for good since it was taken out of the tables; null before, and for the baseline. For threads that are in a door.</summary>
    internal DispatchObject? Last { get; set; }

    /// <summary>True while the slot holds a door. Guarded by the transition's lock.</summary>
    internal bool HasDoor { get; private set; }

    /// <summary>
    /// The digests of the patches by which the type was replaced in a version that anybody had, each with the fields which its constructors give to every object that it was
    /// the condition of the patch that none existed of; null where there was none. Guarded by the swap lock.
    /// </summary>
    internal Dictionary<string, string?> Patches { get; } = new(StringComparer.Ordinal);

    /// <summary>Hangs a door. Under the transition's lock; the caller fences.</summary>
    internal void Hang(DispatchObject door)
    {
        Field.SetValue(null, door);
        HasDoor = true;
    }

    /// <summary>Makes the slot steady: null is the baseline. Under the transition's lock; the caller fences.</summary>
    internal void Steady(DispatchObject? version)
    {
        Field.SetValue(null, version);
        HasDoor = false;
    }
}
