namespace HotWeave.Fleet.Rollouts;

/// <summary>Runs what has no end, and begins it again where it ends all the same: soon the first time, later each further time.</summary>
internal static class EndlessRun
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs until it is cancelled. Throws nothing.</summary>
    /// <param name="run">What has no end.</param>
    /// <param name="failed">Told what ended it.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> run, Action<Exception> failed, TimeProvider clock, CancellationToken cancellation)
    {
        var pause = s_shortest;
        while (!cancellation.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            try
            {
                await run(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The edge of what runs by itself: nobody awaits it who could be told otherwise.
                failed(e);
            }

            if (clock.GetElapsedTime(began) > s_longest)
                pause = s_shortest;
            await Task.Delay(pause, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < s_longest ? pause * 2 : s_longest;
        }
    }
}
