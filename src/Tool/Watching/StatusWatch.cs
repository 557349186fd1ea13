using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Watching;

/// <summary>Asks a process for its status, again and again, until it or the operator ends.</summary>
/// <param name="ask">Asks once.</param>
/// <param name="isAlive">Whether the process lives.</param>
/// <param name="pause">Waits, and says whether the operator wants no more.</param>
internal sealed class StatusWatch(Func<StatusDocument> ask, Func<bool> isAlive, Func<TimeSpan, bool> pause)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    // Between the moment a process hangs up and the moment it is gone.
    private static readonly TimeSpan s_dying = TimeSpan.FromMilliseconds(100);
    private const int DyingRounds = 50;

    /// <summary>Runs to the end.</summary>
    /// <param name="show">Takes each status.</param>
    /// <returns>Whether the process has ended; false: the operator did.</returns>
    /// <exception cref="RefusedException">The process lives and does not answer any more.</exception>
    public bool Run(Action<StatusDocument> show)
    {
        do
        {
            try
            {
                show(ask());
            }
            catch (RefusedException) when (HasEnded())
            {
                return true;
            }
        }
        while (!pause(s_period));
        return false;
    }

    private bool HasEnded()
    {
        for (var round = 0; round < DyingRounds && isAlive(); round++)
        {
            if (pause(s_dying))
                break;
        }

        return !isAlive();
    }
}
