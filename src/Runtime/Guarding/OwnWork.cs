using HotWeave.Diagnostics;
using HotWeave.Telemetry;

namespace HotWeave.Guarding;

/// <summary>
/// The one way in which HotWeave.Runtime begins work of its own: on a thread, on the pool, at a timer's tick, after a task, for subscribers. A failure of it is
/// an event of the HotWeave event source, and nothing of it reaches the application. A convention test finds any other way.
/// </summary>
internal static class OwnWork
{
    private static readonly Guard s_guard = new(static (what, failure) =>
        SwapEventSource.Log.Warned(SwapDiagnostics.OwnWorkFailed.Warn(what, failure.GetType().Name, failure.Message)));

    /// <inheritdoc cref="Guard.Run"/>
    internal static void Run(string what, Action run) => s_guard.Run(what, run);

    /// <inheritdoc cref="Guard.TryStartThread"/>
    internal static bool TryStartThread(string name, Action run) => s_guard.TryStartThread(name, run);

    /// <inheritdoc cref="Guard.Handle"/>
    internal static EventHandler Handle(string what, Action handle) => s_guard.Handle(what, handle);

    /// <summary>Does it on the thread pool, without the caller's context; here, where the pool takes nothing.</summary>
    internal static void Queue<T>(string what, Action<T> run, T state)
    {
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Run(what, () => run(state)), null);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            Run(what, () => run(state));
        }
    }

    /// <summary>Does it at each tick of a timer.</summary>
    internal static ITimer StartTimer(string what, TimeProvider clock, Action tick, TimeSpan due, TimeSpan period) =>
        clock.CreateTimer(_ => Run(what, tick), null, due, period);

    /// <summary>Does it when a task has ended, however that did.</summary>
    internal static void After(Task task, string what, Action run) =>
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Run(what, run));

    /// <summary>Tells each subscriber, whatever the others throw.</summary>
    internal static void Raise(string what, Action? subscribers)
    {
        foreach (var subscriber in subscribers?.GetInvocationList() ?? [])
            Run(what, (Action)subscriber);
    }
}
