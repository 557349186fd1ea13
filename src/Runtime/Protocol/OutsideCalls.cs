using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>
/// Answers calls from outside units that meet a door while state is carried over, and counts them. Closing it, which succeeds only while none came, is the
/// moment of the turn for such calls: before it the old version answers, after it the new one, though the world is stored a little later.
/// </summary>
internal sealed class OutsideCalls(Epoch next)
{
    private const int Closed = -1;
    private const int Named = 10;

    // Guards the names.
    private readonly object _lock = new();
    private readonly List<string> _names = [];

    // The number of calls; Closed is final. Changed by interlocked operations only.
    private int _count;

    /// <summary>The first calls by name, and how many more there were.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var more = Math.Max(0, Volatile.Read(ref _count) - _names.Count);
            return string.Join(", ", _names.Distinct()) + (more > 0 ? $" ({more} more calls)" : "");
        }
    }

    internal bool Any
    {
        get
        {
            lock (_lock)
                return _names.Count > 0;
        }
    }

    /// <summary>The epoch that answers a call from outside.</summary>
    internal Epoch Answer(Epoch main)
    {
        var seen = Volatile.Read(ref _count);
        while (seen != Closed)
        {
            var was = Interlocked.CompareExchange(ref _count, seen + 1, seen);
            if (was == seen)
            {
                if (seen < Named)
                    Name();
                return main;
            }

            seen = was;
        }

        return next;
    }

    /// <summary>Makes the next version answer from here on; does nothing and answers false when calls came, unless they are accepted.</summary>
    internal bool TryClose(bool acceptCalls)
    {
        if (acceptCalls)
        {
            Interlocked.Exchange(ref _count, Closed);
            return true;
        }

        return Interlocked.CompareExchange(ref _count, Closed, 0) == 0;
    }

    // The frame that called the door: the stub, which has the method's own name.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "For a message; a frame without a method is passed over.")]
    private void Name()
    {
        var frames = new StackTrace(fNeedFileInfo: false).GetFrames();
        var called = frames.Select(static f => f.GetMethod()).FirstOrDefault(static m => m?.DeclaringType is { } type && IsCode(type));
        lock (_lock)
            _names.Add(called is null ? "an unknown method" : $"{called.DeclaringType}.{called.Name}");
    }

    private static bool IsCode(Type type) =>
        type.Assembly != typeof(OutsideCalls).Assembly && !typeof(HotWeave.Runtime.DispatchObject).IsAssignableFrom(type);
}
