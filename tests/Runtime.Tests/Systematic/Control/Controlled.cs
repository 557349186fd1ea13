using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>
/// What the rewritten runtime calls in place of the system's own threads, locks, waits and clock. On threads that no scheduler runs all is as
/// without.
/// </summary>
public static class Controlled
{
    // Who has the locks; kept by the thread that runs.
    private static readonly ConditionalWeakTable<object, Owner> s_owners = [];

    /// <summary>Before each access that other threads may see.</summary>
    public static void Pass() => Scheduler.Current?.Pass();

    /// <summary>Before each allocation.</summary>
    public static void Allocate() => Faults.Allocate();

    public static void Enter(object gate, ref bool taken)
    {
        if (Scheduler.Current is { } scheduler)
        {
            var me = Scheduler.CurrentNumber;
            var owner = s_owners.GetOrCreateValue(gate);
            scheduler.WaitUntil(() => owner.Number == 0 || owner.Number == me, Timeout.InfiniteTimeSpan);
            owner.Number = me;
            owner.Depth++;
        }

        Monitor.Enter(gate, ref taken);
    }

    public static void Exit(object gate)
    {
        Monitor.Exit(gate);
        if (!Scheduler.IsControlled || !s_owners.TryGetValue(gate, out var owner) || owner.Depth == 0)
            return;
        if (--owner.Depth == 0)
            owner.Number = 0;
        Pass();
    }

    public static int WaitAny(WaitHandle[] handles, TimeSpan longest)
    {
        ArgumentNullException.ThrowIfNull(handles);
        Scheduler.EndIfAborted();
        if (Scheduler.Current is not { } scheduler)
            return WaitHandle.WaitAny(handles, longest);
        scheduler.WaitUntil(() => Array.Exists(handles, IsSet), longest);
        return WaitHandle.WaitAny(handles, 0);
    }

    public static void Wait(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Scheduler.EndIfAborted();
        Scheduler.Current?.WaitUntil(() => task.IsCompleted, Timeout.InfiniteTimeSpan);
        task.Wait();
    }

    /// <summary>Until it has ended, however that is.</summary>
    public static void WaitFor(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (Scheduler.Current is { } scheduler)
            scheduler.WaitUntil(() => task.IsCompleted, Timeout.InfiniteTimeSpan);
    }

    public static bool YieldThread()
    {
        if (Scheduler.Current is not { } scheduler)
            return Thread.Yield();
        scheduler.Yield();
        return true;
    }

    public static void SpinOnce(ref SpinWait spin)
    {
        if (Scheduler.Current is { } scheduler)
            scheduler.Yield();
        else
            spin.SpinOnce();
    }

    public static void Sleep(int milliseconds) => Sleep(TimeSpan.FromMilliseconds(milliseconds));

    public static void Sleep(TimeSpan time)
    {
        if (Scheduler.Current is { } scheduler)
            scheduler.WaitUntil(static () => false, time);
        else
            Thread.Sleep(time);
    }

    public static Thread NewThread(ThreadStart run) => Scheduler.Current is null ? new Thread(run) : new ControlledThread(run).Thread;

    public static void Start(Thread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        Scheduler.EndIfAborted();
        if (Scheduler.Current is not { } scheduler || ControlledThread.Find(thread) is not { } run)
        {
            thread.UnsafeStart();
            return;
        }

        if (scheduler.MayRefuseThreads && scheduler.Schedule.Choose(4) == 1)
            throw new InsufficientMemoryException("The system gives no thread.");
        scheduler.Start(thread.Name ?? "thread", () => run());
        scheduler.Pass();
    }

    public static bool Queue(WaitCallback run, object? state)
    {
        ArgumentNullException.ThrowIfNull(run);
        Scheduler.EndIfAborted();
        if (Scheduler.Current is not { } scheduler)
            return ThreadPool.UnsafeQueueUserWorkItem(run, state);
        scheduler.Start("pool", () => run(state));
        scheduler.Pass();
        return true;
    }

    public static bool QueueItem(IThreadPoolWorkItem item, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(item);
        Scheduler.EndIfAborted();
        if (Scheduler.Current is not { } scheduler)
            return ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal);
        scheduler.Start("pool", item.Execute);
        scheduler.Pass();
        return true;
    }

    public static long Timestamp() => Scheduler.Current is { } scheduler ? scheduler.Now : Stopwatch.GetTimestamp();

    public static TimeSpan Elapsed(long since) => Scheduler.Current is { } scheduler ? new TimeSpan(scheduler.Now - since) : Stopwatch.GetElapsedTime(since);

    public static long TickCount() => Scheduler.Current is { } scheduler ? scheduler.Now / TimeSpan.TicksPerMillisecond : Environment.TickCount64;

    public static int ProcessorCount() => 2;

    /// <summary>In place of the place of the stack, which no schedule decides.</summary>
    public static int Stripe() => Scheduler.CurrentNumber;

    public static void Collect()
    {
        if (!Scheduler.IsControlled)
            GC.Collect();
    }

    public static void Collect(int generation)
    {
        if (!Scheduler.IsControlled)
            GC.Collect(generation);
    }

    public static void Collect(int generation, GCCollectionMode mode, bool blocking)
    {
        if (!Scheduler.IsControlled)
            GC.Collect(generation, mode, blocking);
    }

    public static void WaitForFinalizers()
    {
        if (!Scheduler.IsControlled)
            GC.WaitForPendingFinalizers();
    }

    /// <summary>The guard was told of a failure: nothing of the runtime's own may fail.</summary>
    public static void Told(string what, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Scheduler.Current?.Fail(new ScheduleException($"{what}: {failure.GetType().Name}: {failure.Message}"));
    }

    private static bool IsSet(WaitHandle handle)
    {
        if (!handle.WaitOne(0))
            return false;
        // Looked at, and not taken.
        if (handle is AutoResetEvent signal)
            signal.Set();
        return true;
    }

    private sealed class Owner
    {
        internal int Number { get; set; }

        internal int Depth { get; set; }
    }

    private sealed class ControlledThread
    {
        private static readonly ConditionalWeakTable<Thread, ThreadStart> s_runs = [];

        internal ControlledThread(ThreadStart run)
        {
            Thread = new Thread(run);
            s_runs.Add(Thread, run);
        }

        internal Thread Thread { get; }

        internal static ThreadStart? Find(Thread thread) => s_runs.TryGetValue(thread, out var run) ? run : null;
    }
}
