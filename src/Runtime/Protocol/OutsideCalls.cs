using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>
/// Answers calls from outside units that meet a door while state is carried over, and counts them. Closing it, which succeeds only while none came, is the
/// moment of the turn for such calls: before it the old version answers, after it the new one, though the world is stored a little later.
/// </summary>
/// <remarks>
/// Calls of watched types, of which no object may be made, are counted apart, those of units too: the same closing sees that none was answered by the old
/// version. What was on its way to a door before this was there has its object already, and holds it, so that a look at the heap afterwards sees it.
/// </remarks>
/// <param name="main">The epoch that is current.</param>
/// <param name="next">The epoch that is to be.</param>
/// <param name="watched">The slots of the watched types, by index; null for none.</param>
internal sealed class OutsideCalls(Epoch main, Epoch next, IReadOnlySet<int>? watched)
{
    private const long Closed = -1;
    private const long OneWatched = 1L << 40;
    private const int Named = 10;

    // Guards the names.
    private readonly object _lock = new();
    private readonly List<string> _names = [];
    private readonly List<string> _watchedNames = [];

    // The number of calls, and above it that of watched ones; Closed is final. Changed by interlocked operations only.
    private long _count;

    /// <summary>The first calls by name, and how many more there were.</summary>
    public override string ToString() => List(_names, static count => count < 0 ? 0 : count % OneWatched);

    internal bool Any
    {
        get
        {
            lock (_lock)
                return _names.Count > 0;
        }
    }

    /// <summary>Whether the old version answered a call of a watched type.</summary>
    internal bool AnyWatched => Volatile.Read(ref _count) >= OneWatched;

    /// <summary>The first calls of watched types by name, and how many more there were.</summary>
    internal string WatchedNames => List(_watchedNames, static count => count < 0 ? 0 : count / OneWatched);

    /// <summary>The epoch that answers the caller of a door while the gate is closed.</summary>
    /// <param name="world">The world, with the gate.</param>
    /// <param name="slot">The index of the door's slot.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Epoch AnswerAtGate(World world, int slot)
    {
        var outside = world.Gate!.Outside;
        if (!UnitUse.HasBegun || Unit.UnitsEpoch(world) is not { } epoch)
            return outside?.Answer(world.Main, slot) ?? world.Main;
        outside?.NoticeUnit(epoch, slot);
        return epoch;
    }

    private Epoch Answer(Epoch current, int slot)
    {
        var isWatched = watched?.Contains(slot) == true;
        return TryCount(isWatched ? 1 + OneWatched : 1, isWatched) ? current : next;
    }

    // A unit calls, which its own epoch answers.
    private void NoticeUnit(Epoch epoch, int slot)
    {
        if (ReferenceEquals(epoch, main) && watched?.Contains(slot) == true)
            TryCount(OneWatched, isWatched: true);
    }

    /// <summary>
    /// Makes the next version answer from here on; does nothing and answers false when calls came, unless they are accepted, or when calls of watched types
    /// did.
    /// </summary>
    internal bool TryClose(bool acceptCalls)
    {
        var seen = Volatile.Read(ref _count);
        while (seen == 0 || (acceptCalls && seen is > 0 and < OneWatched))
        {
            var was = Interlocked.CompareExchange(ref _count, Closed, seen);
            if (was == seen)
                return true;
            seen = was;
        }

        return false;
    }

    private bool TryCount(long calls, bool isWatched)
    {
        var seen = Volatile.Read(ref _count);
        while (seen != Closed)
        {
            var was = Interlocked.CompareExchange(ref _count, seen + calls, seen);
            if (was == seen)
            {
                if (isWatched ? seen / OneWatched < Named : seen % OneWatched < Named)
                    Name(isWatched, isOutside: calls % OneWatched > 0);
                return true;
            }

            seen = was;
        }

        return false;
    }

    // The frame that called the door: the stub, which has the method's own name.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "For a message; a frame without a method is passed over.")]
    private void Name(bool isWatched, bool isOutside)
    {
        var frames = new StackTrace(fNeedFileInfo: false).GetFrames();
        var called = frames.Select(static f => f.GetMethod()).FirstOrDefault(static m => m?.DeclaringType is { } type && IsCode(type));
        var name = called is null ? "an unknown method" : $"{called.DeclaringType}.{called.Name}";
        lock (_lock)
        {
            if (isWatched)
                _watchedNames.Add(name);
            if (isOutside)
                _names.Add(name);
        }
    }

    private string List(List<string> names, Func<long, long> read)
    {
        lock (_lock)
        {
            var more = Math.Max(0, read(Volatile.Read(ref _count)) - names.Count);
            return string.Join(", ", names.Distinct()) + (more > 0 ? $" ({more} more calls)" : "");
        }
    }

    private static bool IsCode(Type type) =>
        type.Assembly != typeof(OutsideCalls).Assembly && !typeof(HotWeave.Runtime.DispatchObject).IsAssignableFrom(type);
}
