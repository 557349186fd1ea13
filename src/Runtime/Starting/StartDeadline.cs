using System.Diagnostics;

namespace HotWeave.Starting;

/// <summary>How long a start waits for its confirmed patches: as long as they make progress, and not for ever then.</summary>
internal sealed class StartDeadline(TimeSpan standstill) : IDisposable
{
    /// <summary>So many times the longest standstill is all that there is.</summary>
    internal const int Whole = 15;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _cancellation = new();
    private long _progressed = Stopwatch.GetTimestamp();

    internal CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Something was done.</summary>
    internal void Progress() => Volatile.Write(ref _progressed, Stopwatch.GetTimestamp());

    /// <summary>Waits, and cancels when it takes too long; what is at its turn then ends all the same.</summary>
    /// <returns>Whether it has ended.</returns>
    internal bool Wait(ManualResetEventSlim ended)
    {
        while (!ended.Wait(s_look))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _progressed)) <= standstill && Stopwatch.GetElapsedTime(_began) <= standstill * Whole)
                continue;
            _cancellation.Cancel();
            return ended.Wait(standstill / 4);
        }

        return true;
    }

    public void Dispose() => _cancellation.Dispose();
}
