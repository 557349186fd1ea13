using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Telemetry;

namespace HotWeave.Protocol;

/// <summary>
/// Ends units that nobody can end any more: their handles were never disposed and are garbage, as when a thread or an asynchronous method ends
/// in a unit, or somebody forgot. Such a unit would hold its version, and every quiescent swap, for ever.
/// </summary>
/// <remarks>
/// It costs units nothing: after a collection of the oldest generation the finalizer of one object looks, and holds weakly from then on the
/// handles of units that are no longer young; who waits for units asks for such a collection. A handle that somebody can still reach is never
/// touched.
/// </remarks>
internal static class LostUnits
{
    private const int Named = 10;
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(10);
    private static readonly LostUnitSearch s_search = new(static () => Look(TimeSpan.Zero), Collect);

    // Guards the two below.
    private static readonly Queue<string> s_names = new();
    private static long s_count;

    /// <summary>How many there were.</summary>
    internal static long Count
    {
        get
        {
            lock (s_names)
                return s_count;
        }
    }

    /// <summary>The last ones since there were so many, by name.</summary>
    internal static IReadOnlyList<string> NamesSince(long count)
    {
        lock (s_names)
            return [.. s_names.Skip((int)Math.Max(0, s_names.Count - (s_count - count)))];
    }

    /// <summary>Looks after each collection of the oldest generation from now on; called once, before the first unit.</summary>
    internal static void BeginLooking() => _ = new Lookout();

    /// <summary>
    /// Looks now, and has a collection made after which it is looked again; for somebody who waits for units. Returns at once: where the collector
    /// is at work in the background, who asks it for more waits until it has done, however long that is.
    /// </summary>
    internal static void Seek() => s_search.Ask();

    // Of the oldest generation without a pause, where the application lets the collector work in the background. The younger ones before and after
    // it are short, and wait for one that is under way: the first for one that began too early, the second for the one that was asked for.
    private static void Collect()
    {
        GC.Collect(1);
        Look(TimeSpan.Zero);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        GC.Collect(1);
    }

    private static void Look(TimeSpan young)
    {
        foreach (var unit in Transition.Units())
        {
            for (var lost = unit.TakeLostHandles(evenYoung: unit.Age >= young); lost > 0; lost--)
                End(unit);
        }
    }

    private static void End(Unit unit)
    {
        lock (s_names)
        {
            s_count++;
            s_names.Enqueue(unit.Name);
            if (s_names.Count > Named)
                s_names.Dequeue();
        }

        SwapEventSource.Log.Warned(SwapDiagnostics.UnitLost.Warn(unit.Name, unit.Age.TotalSeconds));
        unit.ReleaseUnmeasured();
    }

    // Nobody refers to it, so each collection of the generation that it has come to finds it.
    private sealed class Lookout
    {
        ~Lookout() => OwnWork.Run("looking for units that nobody can end", Look);

        private void Look()
        {
            if (Environment.HasShutdownStarted)
                return;
            GC.ReRegisterForFinalize(this);
            LostUnits.Look(s_young);
        }
    }
}
