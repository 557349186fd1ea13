using HotWeave.Tool.Output;

namespace HotWeave.Tool.Watching;

/// <summary>What is new in a status since the one before, line by line; for output that nobody looks at while it is made. Ages and counts of a busy process's units are no news.</summary>
internal sealed class StatusChanges
{
    private Dictionary<string, string> _known = [];

    /// <summary>The lines that are new; all of them the first time.</summary>
    public IReadOnlyList<string> Since(ProcessStatus status)
    {
        var facts = new Dictionary<string, string>();
        foreach (var (subject, line) in Facts(status))
            facts[subject] = line;
        List<string> lines = [.. facts.Where(fact => _known.GetValueOrDefault(fact.Key) != fact.Value).Select(static fact => fact.Value)];
        _known = facts;
        return lines;
    }

    private static IEnumerable<(string Subject, string Line)> Facts(ProcessStatus status)
    {
        yield return ("current", $"version {status.Current} is current");
        foreach (var version in status.Versions.Where(v => v.Number != status.Current))
            yield return ($"version {version.Number}", $"version {version.Number} is {version.State}{RunBy(status, version.Number)}");
        foreach (var version in status.Versions.Where(static v => v.Confirmed))
            yield return ("confirmed", $"version {version.Number} is confirmed");
        yield return ("prepared", status.Prepared.Count == 0 ? "no patch is prepared" : "prepared: " + string.Join(", ", status.Prepared.Select(static p => ShortText.CutDigest(p.PatchId))));
        if (status.Trial is { } trial)
            yield return ("trial", $"trial of version {trial.Version}: {trial.Verdict}" + (trial.Reason.Length > 0 ? $" ({trial.Reason})" : ""));
        yield return ("operation", status.Operation is null ? "nothing is under way" : "under way: " + status.Operation);
        yield return ("waiting", status.WaitingUnits is { } waiting ? $"{waiting} new units of work wait for {status.RunningUnits} that run" : "no unit of work waits");
    }

    // The list is cut short, so many are at least so many.
    private static string RunBy(ProcessStatus status, int version) =>
        status.Units.Count(u => u.Version == version && !u.Moved) is > 0 and var count ? $", units of work that run it: {count}" : "";
}
