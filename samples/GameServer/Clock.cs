using System.Diagnostics;
using HotWeave;

namespace GameServer;

/// <summary>Sixty ticks a second, each a unit of work: it sees one version of the code. Not marked, so the loop itself stays as it
/// is.</summary>
internal sealed class Clock(World world)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1.0 / 60);

    private long _ticks;

    // Of the lap; in the clock's own units. The clock's thread makes it larger, others take it and begin anew.
    private long _latest;

    /// <summary>How many ticks there were.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Ticks until told to stop. A tick that is late is made up for, so that none is lost.</summary>
    public void Run(CancellationToken stop)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            TimeSpan late = Stopwatch.GetElapsedTime(begin) - (s_step * _ticks);
            if (late < TimeSpan.Zero)
            {
                Thread.Sleep(1);
                continue;
            }

            Note(late.Ticks);
            using (UnitOfWork.EnterRoot("tick"))
                world.Tick(_ticks, s_step.TotalSeconds);
            Volatile.Write(ref _ticks, _ticks + 1);
        }
    }

    /// <summary>How late the latest tick began since this was asked last.</summary>
    public TimeSpan TakeLatest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _latest, 0));

    private void Note(long late)
    {
        long known = Volatile.Read(ref _latest);
        while (late > known)
        {
            long seen = Interlocked.CompareExchange(ref _latest, late, known);
            if (seen == known)
                return;
            known = seen;
        }
    }
}
