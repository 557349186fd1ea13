using System.ComponentModel;
using HotWeave.Versions;

namespace HotWeave.Runtime;

/// <summary>
/// How many runs of one body with a loop that may run for long are under way. Generated code enters and leaves; <see cref="HotSwap.GetStatus"/> shows
/// it. Thread-safe; takes no lock once a body has been entered.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopCount : IRunningLoop
{
    private int _running;

    private LoopCount()
    {
    }

    int IRunningLoop.Running => Volatile.Read(ref _running);

    /// <summary>A run of the body begins.</summary>
    /// <param name="type">A type of the assembly that has the body.</param>
    /// <param name="method">The method, for people.</param>
    /// <returns>What the run leaves when it ends, in whatever way.</returns>
    public static LoopCount Enter(RuntimeTypeHandle type, string method)
    {
        var count = (LoopCount)RunningLoops.FindOrAdd(Type.GetTypeFromHandle(type)!.Assembly, method, static _ => new LoopCount());
        Interlocked.Increment(ref count._running);
        return count;
    }

    /// <summary>A run of the body has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _running);
}
