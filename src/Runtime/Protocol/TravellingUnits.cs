using System.Collections.Concurrent;

namespace HotWeave.Protocol;

/// <summary>The units that run and whose numbers have been given away, to be found again where a message carries no object. Thread-safe.</summary>
internal static class TravellingUnits
{
    // Holds no unit that has ended.
    private static readonly ConcurrentDictionary<long, Unit> s_units = new();
    private static long s_last;

    internal static long NextNumber() => Interlocked.Increment(ref s_last);

    internal static void Add(long number, Unit unit) => s_units.TryAdd(number, unit);

    internal static void Remove(long number) => s_units.TryRemove(number, out _);

    /// <summary>The unit of that number; null when it has ended.</summary>
    internal static Unit? Find(long number) => s_units.GetValueOrDefault(number);
}
