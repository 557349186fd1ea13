using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Settings;

namespace HotWeave.Confirming;

/// <summary>
/// Keeps a confirmed patch from ending every start: when so many starts with it did not live, the newest patch is left out, and then all of them. A start has lived after some time, or when the process ends before that without an error.
/// </summary>
internal sealed class StartCount
{
    private readonly EventHandler _onProcessExit;

    // Written once, by the start.
    private volatile StartMarks? _marks;
    private ITimer? _timer;

    internal StartCount() => _onProcessExit = OwnWork.Handle("noting that the start lived", OnProcessExit);

    /// <summary>Counts this start, and says what it is to have.</summary>
    /// <exception cref="SwapException">HW6233: nothing, so often did starts die.</exception>
    internal IReadOnlyList<KeyValuePair<JournalEntry, byte[]>> Begin(ConfirmedPatches confirmed, List<string> warnings)
    {
        var life = SwapSettings.StartLife;
        if (life == TimeSpan.Zero || StartMarks.Begin(confirmed.Folder.Path, confirmed.Journal.Id) is not { } marks)
            return confirmed.Patches;
        _marks = marks;
        AppDomain.CurrentDomain.ProcessExit += _onProcessExit;
        _timer = OwnWork.StartTimer("noting that the start lived", TimeProvider.System, marks.Live, life, Timeout.InfiniteTimeSpan);
        if (marks.LeftOut == 0)
            return confirmed.Patches;
        if (marks.LeftOut > 1 || confirmed.Patches.Count == 1)
            throw SwapDiagnostics.StartsDied.Refuse(marks.Dead, confirmed.Folder.Path, life.TotalSeconds);
        warnings.Add(SwapDiagnostics.NewestLeftOut.Warn(confirmed.Patches[^1].Key.PatchId, marks.Dead, confirmed.Folder.Path, life.TotalSeconds));
        return [.. confirmed.Patches.SkipLast(1)];
    }

    // A process that ends by itself and without an error has not died of its patches.
    private void OnProcessExit()
    {
        if (Environment.ExitCode == 0)
            _marks?.Live();
    }
}
