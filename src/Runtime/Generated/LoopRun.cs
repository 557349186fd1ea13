using System.ComponentModel;
using HotWeave.Guarding;

namespace HotWeave.Runtime;

/// <summary>
/// One run of a state machine, asynchronous or an iterator's, with a loop that may run for long: from its first step to its end. Generated
/// code has one in each such state machine. One that is forgotten, since nothing can ever complete what it awaits, or since nobody asks
/// the iterator any more, ends when it is collected.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopRun : IDisposable
{
    // Null when it has ended. Exchanged, for the finalizer may come while the last step ends.
    private LoopCount? _count;

    private LoopRun(LoopCount count) => _count = count;

    /// <summary>Ends it for a state machine that nobody has any more.</summary>
    ~LoopRun() => OwnWork.Run("counting a loop that has ended", Leave);

    /// <summary>A step of the state machine begins; the first one begins the run.</summary>
    /// <param name="run">The state machine's run; null before its first step.</param>
    /// <param name="type">A type of the assembly that has the body.</param>
    /// <param name="method">The method, for people.</param>
    public static void Step(ref LoopRun? run, RuntimeTypeHandle type, string method) => run ??= new LoopRun(LoopCount.Enter(type, method));

    /// <summary>The state machine is about to say that it has ended.</summary>
    /// <param name="run">The state machine's run; null afterwards, so that one that is used again begins another.</param>
    public static void End(ref LoopRun? run)
    {
        run?.Dispose();
        run = null;
    }

    /// <summary>The step of an iterator answers whether it has another value; that it has none ends the run.</summary>
    /// <param name="hasValue">The answer.</param>
    /// <param name="run">The iterator's run; null where it has ended.</param>
    /// <returns><paramref name="hasValue"/></returns>
    public static bool Answer(bool hasValue, ref LoopRun? run)
    {
        if (!hasValue)
            End(ref run);
        return hasValue;
    }

    /// <summary>Ends it; again does nothing.</summary>
    public void Dispose()
    {
        Leave();
        GC.SuppressFinalize(this);
    }

    private void Leave() => Interlocked.Exchange(ref _count, null)?.Leave();
}
