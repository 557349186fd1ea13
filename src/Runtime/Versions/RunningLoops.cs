using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Versions;

/// <summary>
/// The loops whose runs are counted, by the assembly that has the body, which is how versions differ; they go with an assembly that
/// is unloaded.
/// </summary>
internal static class RunningLoops
{
    private static readonly ConditionalWeakTable<Assembly, ConcurrentDictionary<string, IRunningLoop>> s_loops = [];

    /// <summary>The loop of a method, made at the first run.</summary>
    internal static IRunningLoop FindOrAdd(Assembly assembly, string method, Func<string, IRunningLoop> make)
    {
        if (!s_loops.TryGetValue(assembly, out var loops))
            loops = s_loops.GetValue(assembly, static _ => new ConcurrentDictionary<string, IRunningLoop>(StringComparer.Ordinal));
        return loops.GetOrAdd(method, make);
    }

    /// <summary>Those that run.</summary>
    internal static IEnumerable<(Assembly Assembly, string Method, int Running)> FindRunning() =>
        from loops in s_loops
        from loop in loops.Value
        where loop.Value.Running > 0
        select (loops.Key, loop.Key, loop.Value.Running);
}

/// <summary>A loop's body in one assembly.</summary>
internal interface IRunningLoop
{
    /// <summary>How many run it.</summary>
    int Running { get; }
}
