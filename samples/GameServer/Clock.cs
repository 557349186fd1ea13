using System.Diagnostics;
using HotWeave;

namespace GameServer;

/// <summary>Sixty ticks a second, each a unit of work: it sees one version of the code. Not marked, so the loop itself stays as it
/// is.</summary>
internal sealed class Clock(World world)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1.0 / 60);

    /// <summary>How many ticks there were.</summary>
    public long Ticks { get; private set; }

    /// <summary>How late the latest of them began.</summary>
    public TimeSpan Latest { get; private set; }

    /// <summary>Ticks until told to stop. A tick that is late is made up for, so that none is lost.</summary>
    public void Run(CancellationToken stop)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            TimeSpan late = Stopwatch.GetElapsedTime(begin) - (s_step * Ticks);
            if (late < TimeSpan.Zero)
            {
                Thread.Sleep(1);
                continue;
            }

            Latest = late > Latest ? late : Latest;
            using (UnitOfWork.EnterRoot("tick"))
                world.Tick(Ticks++, s_step.TotalSeconds);
        }
    }
}
