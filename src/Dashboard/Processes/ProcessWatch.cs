using System.Text.Json;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Processes;

/// <summary>
/// What was seen of one process while somebody looked. It asks when it is asked, at most once a second however many look, and does nothing by itself: while
/// nobody looks, nothing runs.
/// </summary>
internal sealed class ProcessWatch(IDashboardProcess process, TimeProvider clock)
{
    // Ten minutes of looking.
    private const int MostSamples = 600;

    /// <summary>How often who looks is shown something new.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A little less, so that who comes each second is not a moment too early each second time.
    private static readonly TimeSpan s_fresh = Period - TimeSpan.FromMilliseconds(100);

    // Guards what is below: those who look at the same time share one answer.
    private readonly object _lock = new();
    private readonly Queue<Sample> _samples = new();
    private Task<Sighting>? _asking;
    private Sighting? _latest;
    private long? _asked;

    /// <summary>The process.</summary>
    public IDashboardProcess Process => process;

    /// <summary>Looks, or takes what was seen less than a second ago.</summary>
    public Task<Sighting> LookAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_latest is { } latest && _asked is { } asked && clock.GetElapsedTime(asked) < s_fresh)
                return Task.FromResult(latest);
            // Who was first may go; the answer is for the others too.
            if (_asking is not { IsCompleted: false })
                _asking = AskAsync();
            return _asking.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What was seen last is not what is now: something was done.</summary>
    public void Forget()
    {
        lock (_lock)
            _asked = null;
    }

    private async Task<Sighting> AskAsync()
    {
        var began = clock.GetTimestamp();
        try
        {
            var status = ReportContext.Read<ProcessStatus>(await process.ReadStatusAsync(CancellationToken.None).ConfigureAwait(false));
            return Note(status, began);
        }
        catch (Exception e) when (e is NoAnswerException or JsonException)
        {
            lock (_lock)
            {
                _asked = began;
                return _latest = new Sighting(_latest?.Status, _latest?.Samples ?? [], e.Message, _latest?.Seen ?? clock.GetUtcNow());
            }
        }
    }

    private Sighting Note(ProcessStatus status, long began)
    {
        lock (_lock)
        {
            _asked = began;
            var now = clock.GetUtcNow();
            _samples.Enqueue(Sample.FromStatus(status, now));
            if (_samples.Count > MostSamples)
                _samples.Dequeue();
            return _latest = new Sighting(status, [.. _samples], null, now);
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
