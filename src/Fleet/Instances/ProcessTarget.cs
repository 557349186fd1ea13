using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Instances;

/// <summary>This process.</summary>
internal sealed class ProcessTarget : ISwapTarget
{
    private TrialHearing? _trial;
    private string? _tried;

    public IReadOnlyDictionary<string, string> Baselines => HotSwap.GetStatus().Assemblies.GroupBy(static a => a.Name, StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => g.First().BaselineId, StringComparer.Ordinal);

    public (InstanceVerdict Verdict, string Reason)? FindVerdict()
    {
        var status = HotSwap.GetStatus();
        if (status.Trial is not { } trial || NameOf(status.Find(trial.Version)) != _tried)
            return (InstanceVerdict.Inconclusive, "another patch was put on trial here");
        return trial.Verdict == TrialVerdict.Pending ? null : (Describe(trial.Verdict), trial.Reason);
    }

    // What a share of the units has is in force too: it is what has to be given back.
    public string? FindCurrent()
    {
        var status = HotSwap.GetStatus();
        return NameOf(FindCanary(status) ?? status.Find(status.Current));
    }

    public async Task TakeAsync(
        string digest, byte[] patch, ReleaseTerms terms, string by, Action<InstanceVerdict, string> judged, CancellationToken cancellation)
    {
        using var operation = HotSwap.OnBehalfOf(by);
        var options = Describe(terms);
        var prepared = await HotSwap.PrepareAsync(patch, options, cancellation).ConfigureAwait(false);
        if (prepared.Describe().PatchId != digest)
        {
            prepared.Discard();
            throw FleetDiagnostics.OtherPatch(digest, prepared.Describe().PatchId);
        }

        // A trial that an operator ended has no verdict, and is waited for no more.
        _trial?.Dispose();
        _trial = terms.Probation is null ? null : new TrialHearing(digest, judged);
        _tried = digest;
        try
        {
            await prepared.CommitAsync(options, cancellation).ConfigureAwait(false);
        }
        catch
        {
            _trial?.Dispose();
            prepared.Discard();
            throw;
        }
    }

    public async Task<bool> TryReturnAsync(string? digest, string by, CancellationToken cancellation)
    {
        using var operation = HotSwap.OnBehalfOf(by);
        if (FindCanary(HotSwap.GetStatus()) is not null)
            await HotSwap.RollbackAsync(null, null, cancellation).ConfigureAwait(false);
        if (FindCurrent() == digest)
            return true;
        var status = HotSwap.GetStatus();
        var target = digest is null
            ? VersionNumber.Baseline
            : status.Versions.LastOrDefault(v => NameOf(v) == digest && v.Number < status.Current && v.State != VersionState.Unloaded)?.Number;
        if (target is not { } version)
            return false;
        await HotSwap.RollbackAsync(version, null, cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<bool> TryConfirmAsync(string by, CancellationToken cancellation)
    {
        using var operation = HotSwap.OnBehalfOf(by);
        // One whose trial came to no verdict has a share of the units still.
        if (FindCanary(HotSwap.GetStatus()) is not null)
            await HotSwap.PromoteAsync(cancellation).ConfigureAwait(false);
        var status = HotSwap.GetStatus();
        if (status.Find(status.Current) is not { Confirmed: false })
            return false;
        await HotSwap.ConfirmAsync(status.Current, cancellation).ConfigureAwait(false);
        return true;
    }

    private static VersionStatus? FindCanary(SwapStatus status) => status.Versions.FirstOrDefault(static v => v.State == VersionState.Canary);

    // The baseline has no patch.
    private static string? NameOf(VersionStatus? version) => version is { PatchId.Length: > 0 } ? version.PatchId : null;

    private static InstanceVerdict Describe(TrialVerdict verdict) => verdict switch
    {
        TrialVerdict.Succeeded => InstanceVerdict.Succeeded,
        TrialVerdict.Failed => InstanceVerdict.Failed,
        _ => InstanceVerdict.Inconclusive,
    };

    private static SwapOptions Describe(ReleaseTerms terms) => new()
    {
        Mode = terms.Mode is null ? null : Enum.Parse<SwapMode>(terms.Mode),
        Timeout = terms.Timeout is { } timeout ? TimeSpan.FromMilliseconds(timeout) : null,
        Probation = terms.Probation is not { } window ? null : new ProbationOptions
        {
            Window = TimeSpan.FromMilliseconds(window),
            MaxErrorRate = terms.MaxErrorRate,
            MaxLatencyRatio = terms.MaxLatencyRatio,
            MinUnits = terms.MinUnits ?? new ProbationOptions().MinUnits,
            Share = terms.Share ?? 1,
        },
    };

    /// <summary>Waits for the verdict on one patch.</summary>
    private sealed class TrialHearing : IDisposable
    {
        private readonly string _digest;
        private readonly Action<InstanceVerdict, string> _judged;

        public TrialHearing(string digest, Action<InstanceVerdict, string> judged)
        {
            _digest = digest;
            _judged = judged;
            HotSwap.TrialEnded += Hear;
        }

        public void Dispose() => HotSwap.TrialEnded -= Hear;

        private void Hear(object? sender, TrialEventArgs e)
        {
            if (NameOf(HotSwap.GetStatus().Find(e.Trial.Version)) != _digest)
                return;
            Dispose();
            _judged(Describe(e.Trial.Verdict), e.Trial.Reason);
        }
    }
}
