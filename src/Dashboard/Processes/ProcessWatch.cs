using System.Text.Json;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Processes;

/// <summary>What was seen of one process while somebody looked.</summary>
internal sealed class ProcessWatch
{
    // Ten minutes of looking.
    private const int MostSamples = 600;

    private readonly SharedLook<Sighting> _look;
    private readonly TimeProvider _clock;

    // Of one look after the other; one that was forgotten may still be under way.
    private readonly object _lock = new();
    private readonly Queue<Sample> _samples = new();

    public ProcessWatch(IDashboardProcess process, TimeProvider clock)
    {
        Process = process;
        _clock = clock;
        _look = new SharedLook<Sighting>(AskAsync, clock);
    }

    /// <summary>How often who looks is shown something new.</summary>
    public static TimeSpan Period => SharedLook<Sighting>.Period;

    /// <summary>The process.</summary>
    public IDashboardProcess Process { get; }

    /// <summary>Looks, or takes what was seen less than a second ago.</summary>
    public Task<Sighting> LookAsync(CancellationToken cancellationToken) => _look.LookAsync(cancellationToken);

    /// <summary>What was seen last is not what is now: something was done.</summary>
    public void Forget() => _look.Forget();

    private async Task<Sighting> AskAsync(Sighting? before)
    {
        try
        {
            return Note(ReportContext.Read<ProcessStatus>(await Process.ReadStatusAsync(CancellationToken.None).ConfigureAwait(false)));
        }
        catch (Exception e) when (e is NoAnswerException or JsonException)
        {
            return new Sighting(before?.Status, before?.Samples ?? [], e.Message, before?.Seen ?? _clock.GetUtcNow());
        }
    }

    private Sighting Note(ProcessStatus status)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            _samples.Enqueue(Sample.FromStatus(status, now));
            if (_samples.Count > MostSamples)
                _samples.Dequeue();
            return new Sighting(status, [.. _samples], null, now);
        }
    }
}

/// <summary>What is known of a process at a moment. Immutable.</summary>
/// <param name="Status">Its status, the last one where it does not answer; null where it never did.</param>
/// <param name="Samples">What was seen before, the oldest first, this one among it.</param>
/// <param name="Problem">Why it does not answer; null where it does.</param>
/// <param name="Seen">When the status was that.</param>
internal sealed record Sighting(ProcessStatus? Status, IReadOnlyList<Sample> Samples, string? Problem, DateTimeOffset Seen);

/// <summary>The numbers of one moment. Immutable.</summary>
/// <param name="Time">When.</param>
/// <param name="Units">How many units of work ran each version, by number of version.</param>
/// <param name="Trial">The version on trial, with how it did; null when there was none.</param>
internal sealed record Sample(DateTimeOffset Time, IReadOnlyDictionary<int, int> Units, TrialReport? Trial)
{
    /// <summary>The numbers of a status.</summary>
    public static Sample FromStatus(ProcessStatus status, DateTimeOffset time) =>
        new(time, status.Versions.Where(static v => v.Units > 0).ToDictionary(static v => v.Number, static v => v.Units), status.Trial);
}
