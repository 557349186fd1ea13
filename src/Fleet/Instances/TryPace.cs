namespace HotWeave.Fleet.Instances;

/// <summary>When something that was refused is tried again: after a second, and after twice as long each time, up to a minute.</summary>
internal sealed class TryPace(TimeProvider clock)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private long _failed;
    private TimeSpan _pause;

    /// <summary>How often it was refused in a row.</summary>
    public int Refusals { get; private set; }

    /// <summary>How long it is not to be tried yet.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Refusals == 0 ? TimeSpan.Zero : _pause - clock.GetElapsedTime(_failed);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>It was refused.</summary>
    public void NoteRefusal()
    {
        _pause = Refusals == 0 ? s_first : _pause * 2 < s_longest ? _pause * 2 : s_longest;
        _failed = clock.GetTimestamp();
        Refusals++;
    }

    /// <summary>It was done, or something else is to be done.</summary>
    public void Reset() => Refusals = 0;
}
