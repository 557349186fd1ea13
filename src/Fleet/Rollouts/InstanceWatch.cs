using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>
/// Who lives, by the reports that come. A report holds for its lease from when it is first seen here, by this process's own clock: no clock
/// of another machine is asked,
/// and who begins to look waits a whole lease before taking anybody for lost.
/// </summary>
internal sealed class InstanceWatch(TimeProvider clock)
{
    private readonly Dictionary<string, (InstanceReport Report, long Seen)> _reports = new(StringComparer.Ordinal);

    /// <summary>Notes a report as seen now; null where it was deleted.</summary>
    public void NoteReport(string key, InstanceReport? report)
    {
        if (report is null)
            _reports.Remove(key);
        else
            _reports[key] = (report, clock.GetTimestamp());
    }

    /// <summary>The instances now.</summary>
    public FleetView Describe() => new(
        [.. _reports.Values.Select(static r => r.Report)],
        _reports.Values.Where(r => IsOver(r.Report, r.Seen)).Select(static r => r.Report.Instance).ToHashSet(StringComparer.Ordinal));

    private bool IsOver(InstanceReport report, long seen) => clock.GetElapsedTime(seen) > TimeSpan.FromMilliseconds(report.Lease);
}
