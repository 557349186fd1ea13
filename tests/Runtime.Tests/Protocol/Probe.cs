using HotWeave.Protocol;

namespace HotWeave.Runtime.Tests.Protocol;

/// <summary>Two swappable types in the shape that the weaver gives, whose calls answer the number of the version: 0 is the baseline.</summary>
internal static class Probe
{
    private static readonly TypeSlot s_first = Slot(typeof(First));
    private static readonly TypeSlot s_second = Slot(typeof(Second));

    /// <summary>Whether doors ask for the current version, whoever calls: a defect, for tests that must find it.</summary>
    internal static bool DoorsAskMain { get; set; }

    internal static TypeSlot SecondSlot => s_second;

    internal static IReadOnlyList<TypeSlot> BothSlots { get; } = [s_first, s_second];

    /// <summary>The first step of a call: what the slot holds.</summary>
    internal static ProbeDispatch? Load(int type) => type == 0 ? First.Slot : Second.Slot;

    /// <summary>The second step of a call.</summary>
    internal static int Answer(ProbeDispatch? dispatch) => dispatch?.Answer() ?? 0;

    /// <summary>Puts versions into the slots, whoever still needs a door: a defect, for tests that must find it.</summary>
    internal static void Settle((int First, int Second) content)
    {
        First.Slot = content.First == 0 ? null : Version(s_first, content.First);
        Second.Slot = content.Second == 0 ? null : Version(s_second, content.Second);
    }

    /// <summary>What answers now by the current table, whoever calls.</summary>
    internal static ProbeDispatch AskMain(ProbeDispatch door) =>
        (ProbeDispatch?)Transition.World.Main[door.SlotIndex] ?? (ProbeDispatch)door.BaselineCopy!;

    /// <summary>Both types, one call each.</summary>
    internal static (int First, int Second) Ask() => (First.Answer(), Second.Answer());

    /// <summary>What the slots hold: null, a version's number, or -1 for a door.</summary>
    internal static (int? First, int? Second) Slots() => (Content(First.Slot), Content(Second.Slot));

    internal static ProbeDispatch Version(TypeSlot slot, int number)
    {
        var baseline = new ProbeVersion(0);
        return new ProbeVersion(number)
        {
            SlotIndex = slot.Index,
            BaselineCopy = baseline,
            Door = new ProbeDoor { SlotIndex = slot.Index, BaselineCopy = baseline, Slot = slot },
        };
    }

    /// <summary>A table in which the types have these versions; 0 leaves the type on its baseline.</summary>
    internal static Dispatch?[] Table(int first, int second)
    {
        var table = new Dispatch?[Math.Max(s_first.Index, s_second.Index) + 1];
        table[s_first.Index] = first == 0 ? null : Version(s_first, first);
        table[s_second.Index] = second == 0 ? null : Version(s_second, second);
        return table;
    }

    private static int? Content(ProbeDispatch? dispatch) => dispatch switch
    {
        null => null,
        ProbeVersion version => version.Answer(),
        _ => -1,
    };

    private static TypeSlot Slot(Type type) => TypeSlots.For(type.GetField("Slot")!, type);

#pragma warning disable CS0649 // The transition assigns the slots, by reflection.
    internal static class First
    {
        public static volatile ProbeDispatch? Slot;

        internal static int Answer() => Slot is { } dispatch ? dispatch.Answer() : 0;
    }

    internal static class Second
    {
        public static volatile ProbeDispatch? Slot;

        internal static int Answer() => Slot is { } dispatch ? dispatch.Answer() : 0;
    }
#pragma warning restore CS0649
}

internal abstract class ProbeDispatch : Dispatch
{
    public abstract int Answer();
}

internal sealed class ProbeVersion(int number) : ProbeDispatch
{
    public override int Answer() => number;
}

internal sealed class ProbeDoor : ProbeDispatch
{
    public override int Answer() => (Probe.DoorsAskMain ? Probe.AskMain(this) : (ProbeDispatch)Resolve()).Answer();
}
