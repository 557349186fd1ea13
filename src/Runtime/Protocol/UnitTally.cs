namespace HotWeave.Protocol;

/// <summary>How the units of an epoch ended, so far.</summary>
/// <param name="Ended">How many have ended.</param>
/// <param name="Failed">How many of these were said to have failed.</param>
/// <param name="Milliseconds">How long they took together.</param>
internal readonly record struct UnitTally(long Ended, long Failed, long Milliseconds)
{
    internal double ErrorRate => Ended == 0 ? 0 : (double)Failed / Ended;

    internal double Latency => Ended == 0 ? 0 : (double)Milliseconds / Ended;

    public static UnitTally operator -(UnitTally left, UnitTally right) =>
        new(left.Ended - right.Ended, left.Failed - right.Failed, left.Milliseconds - right.Milliseconds);
}
