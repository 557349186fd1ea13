using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Runtime;

/// <summary>
/// How many runs of one body with a waiting loop are under way. Generated code enters and leaves; <see cref="HotSwap.GetStatus"/> shows
/// it. Thread-safe; takes no lock once a body has been entered.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopCount
{
    // By the assembly that has the body, which is how versions differ; goes with an assembly that is unloaded.
    private static readonly ConditionalWeakTable<Assembly, ConcurrentDictionary<string, LoopCount>> s_counts = [];

    private int _running;

    private LoopCount()
    {
    }

    internal int Running => Volatile.Read(ref _running);

    /// <summary>A run of the body begins.</summary>
    /// <param name="type">A type of the assembly that has the body.</param>
    /// <param name="method">The method, for people.</param>
    /// <returns>What the run leaves when it ends, in whatever way.</returns>
    public static LoopCount Enter(RuntimeTypeHandle type, string method)
    {
        var assembly = Type.GetTypeFromHandle(type)!.Assembly;
        if (!s_counts.TryGetValue(assembly, out var counts))
            counts = s_counts.GetValue(assembly, static _ => new ConcurrentDictionary<string, LoopCount>(StringComparer.Ordinal));
        var count = counts.GetOrAdd(method, static _ => new LoopCount());
        Interlocked.Increment(ref count._running);
        return count;
    }

    /// <summary>A run of the body has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _running);

    /// <summary>The bodies of which runs are under way.</summary>
    internal static IEnumerable<(Assembly Assembly, string Method, int Running)> All() =>
        from counts in s_counts
        from count in counts.Value
        where count.Value.Running > 0
        select (counts.Key, count.Key, count.Value.Running);
}
