using HotWeave.Guarding;

namespace HotWeave.Protocol;

/// <summary>
/// What units' ages are measured by, in milliseconds. Asking the system takes a tenth of what a unit does; so while units begin by the
/// thousand, a thread of its own asks every ten milliseconds, and they read what it found.
/// </summary>
/// <remarks>The system's own value is no finer on some systems. The mean of many times is right either way.</remarks>
internal static class UnitClock
{
    private const int Period = 10;
    private const int Periods = 100;
    private const int Pause = 1_000;

    // Readings of one value of the system's clock, which lasts 4 to 16 ms: as many in a second are 1,000 to 4,000.
    private const int Busy = 16;

    private static readonly RepeatedWork s_starting = new("starting the clock", static () => Start(OwnWork.TryStartThread));

    // 0 while nobody ticks. Written by the ticking thread, and by who starts it.
    private static long s_now;

    // Read far more often than written, so that the line stays with every processor. A lost write shortens or lengthens a phase, no more.
    private static bool s_isRead;

    // Touched only while nobody ticks; lost counts do not matter.
    private static long s_last;
    private static int s_readings;

    private static int s_isTicking;

    // The system gave no thread; until then nobody asks it again.
    private static long s_refusedUntil;

    /// <summary>Whether the thread is at work.</summary>
    internal static bool IsTicking => Volatile.Read(ref s_now) != 0;

    /// <summary>Milliseconds since some moment.</summary>
    internal static long Now
    {
        get
        {
            var now = Volatile.Read(ref s_now);
            if (now == 0)
                return Ask();
            if (!s_isRead)
                s_isRead = true;
            return now;
        }
    }

    private static long Ask()
    {
        var now = Environment.TickCount64;
        if (now != s_last)
        {
            s_last = now;
            s_readings = 0;
        }
        else if (++s_readings == Busy && now >= Volatile.Read(ref s_refusedUntil) && Interlocked.Exchange(ref s_isTicking, 1) == 0)
        {
            // Not from here: the caller would wait until the thread runs.
            s_starting.Queue();
        }

        return now;
    }

    /// <summary>Starts the thread that ticks. Where there is none to be had the system is asked as before, and nobody tries again for a while.</summary>
    internal static void Start(Func<string, Action, bool> tryStartThread)
    {
        if (tryStartThread("HotWeave clock", Tick))
            return;
        Volatile.Write(ref s_refusedUntil, Environment.TickCount64 + Pause);
        Volatile.Write(ref s_isTicking, 0);
    }

    // Until units begin or end in fewer than half of the periods.
    private static void Tick()
    {
        try
        {
            for (var used = Periods; used > Periods / 2;)
            {
                used = 0;
                for (var period = 0; period < Periods; period++)
                {
                    Volatile.Write(ref s_now, Environment.TickCount64);
                    Thread.Sleep(Period);
                    if (Volatile.Read(ref s_isRead))
                        used++;
                    Volatile.Write(ref s_isRead, false);
                }
            }
        }
        finally
        {
            Volatile.Write(ref s_now, 0);
            Volatile.Write(ref s_isTicking, 0);
        }
    }
}
