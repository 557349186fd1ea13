using System.Diagnostics;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>
/// Runs threads one at a time, in the order of a schedule: each stops at the points that are put into the runtime's code, and goes on when it is its
/// turn. Who waits for something goes on once that is there; where all wait, the time of who waits longest is over, and where nobody has
/// a time they wait for ever, which is a broken promise. Time passes in no other way.
/// </summary>
internal sealed class Scheduler(Schedule schedule)
{
    private const int LongestRun = 60_000;

    // What no schedule decides, such as a finalizer, may hold a lock for a moment.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Each run begins later than the one before, as far as what is measured from one to the next goes.
    private static long s_began;

    [ThreadStatic]
    private static Actor? t_actor;

    private readonly List<Actor> _actors = [];
    private readonly Signal _ended = new();
    private readonly List<string> _steps = [];
    private Exception? _failure;
    private long _now = Interlocked.Add(ref s_began, TimeSpan.TicksPerDay);
    private int _points;
    private int _names;
    private volatile bool _isAborted;

    /// <summary>The scheduler that the calling thread belongs to; null for all others.</summary>
    internal static Scheduler? Current => t_actor is { } actor && !actor.Owner._isAborted ? actor.Owner : null;

    internal static bool IsControlled => t_actor is not null;

    /// <summary>For what a thread of a run that has failed must not do any more.</summary>
    internal static void EndIfAborted()
    {
        if (t_actor?.Owner._isAborted == true)
            throw new AbortedException();
    }

    /// <summary>Whether a thread may be refused, as by a system that has none left.</summary>
    internal bool MayRefuseThreads { get; init; }

    /// <summary>Whether time passes only where nobody can go on.</summary>
    internal bool HoldsTime { get; init; }

    internal Schedule Schedule => schedule;

    /// <summary>How many points were passed.</summary>
    internal int Points => _points;

    internal long Now => _now;

    /// <summary>How often all waited until somebody's time was over.</summary>
    internal int Standstills { get; private set; }

    /// <summary>The number of the thread that runs.</summary>
    internal static int CurrentNumber => t_actor?.Number ?? 0;

    /// <summary>The steps that were noted, one line each.</summary>
    internal string Trace => string.Join('\n', _steps);

    /// <summary>Runs the first threads, and all that they begin, to their ends.</summary>
    /// <exception cref="ScheduleException">A promise is broken.</exception>
    internal void Run(params (string Name, Action Run)[] threads)
    {
        foreach (var (name, run) in threads)
            Start(name, run);
        _actors[schedule.Choose(_actors.Count)].Go();
        if (!_ended.Wait(TimeSpan.FromMinutes(2)))
            Fail(new ScheduleException("A thread waits for something that no schedule decides."));
        if (_failure is ScheduleException)
            throw _failure;
        if (_failure is not null)
        {
            // Where, says the trace: frames are not the same once more, since the compiler takes its time.
            Note(_failure.ToString());
            throw new ScheduleException($"{_failure.GetType().Name}: {_failure.Message}");
        }
    }

    /// <summary>Adds a thread, which waits for its turn.</summary>
    internal void Start(string name, Action run)
    {
        var actor = new Actor(this, $"{name} {++_names}", _names, run);
        lock (_actors)
            _actors.Add(actor);
        Worker.Run(actor.Run);
    }

    /// <summary>Where others may go on.</summary>
    internal void Pass()
    {
        if (++_points > LongestRun)
            throw Fail(new ScheduleException("It does not come to an end."));
        if (_actors.Count > 1 && schedule.ChooseWhetherToWait() != 0)
            Switch();
    }

    /// <summary>Lets others go on at once, for who looks again and again.</summary>
    internal void Yield()
    {
        var actor = t_actor!;
        _points++;
        actor.HasYielded = true;
        Switch();
        actor.HasYielded = false;
        if (_points > LongestRun)
            throw Fail(new ScheduleException("It does not come to an end."));
    }

    /// <summary>Waits until it is so.</summary>
    /// <returns>False when the time was over first.</returns>
    internal bool WaitUntil(Func<bool> isSo, TimeSpan longest)
    {
        var actor = t_actor!;
        Pass();
        if (isSo())
            return true;
        actor.Deadline = longest < TimeSpan.Zero ? null : _now + longest.Ticks;
        actor.IsSo = isSo;
        Switch();
        actor.IsSo = null;
        EndIfAborted();
        return isSo();
    }

    /// <summary>A line of the trace.</summary>
    internal void Note(string step) => _steps.Add($"{t_actor?.Name}: {step}");

    /// <summary>A promise is broken: all threads are let go of.</summary>
    internal Exception Fail(Exception failure)
    {
        _failure ??= failure;
        _isAborted = true;
        lock (_actors)
            _actors.ForEach(static a => a.Go());
        _ended.Give();
        return failure;
    }

    // Where all are let go of nobody waits any more, and each goes on to where it would wait for long: what holds a lock gives it back so.
    private void Switch()
    {
        if (_isAborted)
            return;
        var actor = t_actor!;
        var next = Next();
        if (next == actor)
            return;
        next.Go();
        actor.Await();
    }

    private Actor Next()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var ready = _actors.FindAll(static a => !a.HasYielded && a.CanGoOn);
            if (ready.Count == 0)
                ready = _actors.FindAll(static a => a.HasYielded);
            // Now and then somebody's time is over although others could go on.
            var timed = _actors.FindAll(static a => a.Deadline is not null && !a.CanGoOn);
            if (timed.Count > 0 && (ready.Count == 0 || (!HoldsTime && schedule.Choose(16) == 1)))
            {
                Standstills += ready.Count == 0 ? 1 : 0;
                return TimeOut(ready.Count == 0 ? timed.MinBy(static a => a.Deadline)! : timed[schedule.Choose(timed.Count)]);
            }

            if (ready.Count > 0)
                return ready[schedule.Choose(ready.Count)];
            if (Stopwatch.GetElapsedTime(began) > s_patience)
                throw Fail(new ScheduleException($"{string.Join(", ", _actors.Select(static a => a.Name))} wait for ever"));
            Thread.Sleep(1);
        }
    }

    private Actor TimeOut(Actor actor)
    {
        _now = Math.Max(_now, actor.Deadline!.Value) + 1;
        return actor;
    }

    private void End(Actor actor)
    {
        lock (_actors)
            _actors.Remove(actor);
        if (_isAborted)
            return;
        if (_actors.Count == 0)
            _ended.Give();
        else
            Next().Go();
    }

    private sealed class AbortedException : Exception;

    private sealed class Actor(Scheduler owner, string name, int number, Action run)
    {
        private readonly Signal _turn = new();

        internal Scheduler Owner => owner;

        internal string Name => name;

        internal int Number => number;

        internal bool HasYielded { get; set; }

        internal Func<bool>? IsSo { get; set; }

        internal long? Deadline { get; set; }

        internal bool CanGoOn => IsSo is null || IsSo();

        internal void Go() => _turn.Give();

        internal void Await()
        {
            _turn.Wait();
            Deadline = null;
        }

        internal void Run()
        {
            try
            {
                _turn.Wait();
                if (owner._isAborted)
                    return;
                t_actor = this;
                run();
            }
            catch (AbortedException)
            {
                // Somebody else has failed.
            }
            catch (Exception e)
            {
                owner.Fail(e);
            }
            finally
            {
                t_actor = null;
                try
                {
                    owner.End(this);
                }
                catch (ScheduleException)
                {
                    // Noted as the failure.
                }
            }
        }
    }
}
