using System.Runtime.CompilerServices;

namespace HotWeave.Protocol;

/// <summary>Whether this process has units.</summary>
internal static class UnitUse
{
    // Set before the first unit becomes ambient and never cleared. Whoever has an ambient unit got it from a context that flowed from that
    // store, so a thread that reads false here has none: processes without units do not pay for AsyncLocal.
    private static volatile bool s_hasBegun;

    private static volatile bool s_isExpected;

    /// <summary>Whether there was a unit.</summary>
    internal static bool HasBegun => s_hasBegun;

    /// <summary>Whether there was a unit, or somebody said that there will be.</summary>
    internal static bool IsExpected => s_hasBegun || s_isExpected;

    internal static void Expect() => s_isExpected = true;

    /// <summary>To be called once only: a line that every unit writes would go from processor to processor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Begin()
    {
        // Two threads may come here at once; one lookout more looks, no more.
        LostUnits.BeginLooking();
        s_hasBegun = true;
    }
}
