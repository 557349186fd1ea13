namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>Lets one allocation of the calling thread fail.</summary>
internal static class Faults
{
    // Allocations until then; below zero when none is to fail.
    [ThreadStatic]
    private static int t_left;

    [ThreadStatic]
    private static bool t_isArmed;

    /// <summary>The allocation after so many others fails.</summary>
    internal static void Arm(int after)
    {
        t_left = after;
        t_isArmed = true;
    }

    /// <summary>None fails any more.</summary>
    /// <returns>Whether one has.</returns>
    internal static bool Disarm()
    {
        t_isArmed = false;
        return t_left < 0;
    }

    internal static void Allocate()
    {
        if (t_isArmed && t_left >= 0 && t_left-- == 0)
            throw new InsufficientMemoryException("No memory, for this test.");
    }
}
