namespace HotWeave.Dashboard.Processes;

/// <summary>
/// What was seen of something when somebody looked last. It asks when it is asked, at most once a second however many look, and does nothing
/// by itself: while nobody looks, nothing runs.
/// </summary>
/// <param name="ask">Asks; given what was seen last, null the first time. What it throws is thrown to all who look then.</param>
/// <param name="clock">The time.</param>
internal sealed class SharedLook<T>(Func<T?, Task<T>> ask, TimeProvider clock)
    where T : class
{
    /// <summary>How often who looks is shown something new.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A little less, so that who comes each second is not a moment too early each second time.
    private static readonly TimeSpan s_fresh = Period - TimeSpan.FromMilliseconds(100);

    // Guards what is below: those who look at the same time share one answer.
    private readonly object _lock = new();
    private Task<T>? _asking;
    private T? _latest;
    private long? _asked;
    private int _forgotten;

    /// <summary>Looks, or takes what was seen less than a second ago.</summary>
    public Task<T> LookAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_latest is { } latest && _asked is { } asked && clock.GetElapsedTime(asked) < s_fresh)
                return Task.FromResult(latest);
            // Who was first may go; the answer is for the others too.
            if (_asking is not { IsCompleted: false })
                _asking = AskAsync(_latest, _forgotten);
            return _asking.WaitAsync(cancellation);
        }
    }

    /// <summary>What was seen last, and what is being asked, is not what is now: something was done.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _forgotten++;
            _asked = null;
            _asking = null;
        }
    }

    private async Task<T> AskAsync(T? before, int forgotten)
    {
        var began = clock.GetTimestamp();
        var seen = await ask(before).ConfigureAwait(false);
        lock (_lock)
        {
            if (forgotten == _forgotten)
                (_latest, _asked) = (seen, began);
        }

        return seen;
    }
}
