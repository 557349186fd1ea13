using HotWeave.Protocol;

namespace HotWeave.Versions;

/// <summary>Says which units run and what waits for them, and what nobody can say.</summary>
internal static class UnitReport
{
    private static readonly string[] s_notKnown =
    [
        "Calls outside units of work that were inside an old body when it was replaced run on unseen.",
        "Delegates, tasks, iterators, timers and objects that old code made may call or hold it.",
    ];

    internal static IReadOnlyList<UnitStatus> Units()
    {
        var floor = Transition.World.Floor;
        return [.. Transition.Units().Select(u => Status(u, floor)).OrderByDescending(static u => u.Age).ThenBy(static u => u.Name, StringComparer.Ordinal)];
    }

    internal static WaitingStatus? Waiting(int running) =>
        Transition.Quiescent is { } turn
            ? new WaitingStatus { Elapsed = turn.Elapsed, Timeout = turn.Timeout, Running = running, Waiting = Transition.World.Gate?.Waiting ?? 0 }
            : null;

    internal static IReadOnlyList<string> NotKnown(IEnumerable<VersionStatus> versions) =>
        versions.Any(static v => v.State is not (VersionState.Current or VersionState.Unloaded)) ? s_notKnown : [];

    /// <summary>Units by name and age for a message, the oldest first; many are cut short.</summary>
    internal static string Describe(IReadOnlyList<Unit> units)
    {
        const int shown = 10;
        var named = units.OrderByDescending(static u => u.Age).Take(shown)
            .Select(static u => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{u.Name} ({u.Age.TotalSeconds:0.0} s)"));
        return string.Join(", ", named) + (units.Count > shown ? $" and {units.Count - shown} more" : "");
    }

    private static UnitStatus Status(Unit unit, long floor) => new()
    {
        Name = unit.Name,
        Age = unit.Age,
        Version = new VersionNumber(unit.Version),
        Moved = unit.Epoch is { } epoch && epoch.Number < floor,
        Cancelled = unit.IsCancelled,
    };
}
