using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;
using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Contracts;

/// <summary>
/// Has contracts that a generator wrote made anew when only one version is left. While several are, the options keep those of whoever asks
/// first, and that may be a request of an old version, or of one that was tried and given back.
/// </summary>
internal sealed class GeneratedContracts : LiveParticipant, IHostedService, IDisposable
{
    // Under the lock.
    private bool _areMixed;

    internal override FrameworkConcerns Concern => FrameworkConcerns.GeneratedContracts;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Add(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Remove(this);
        return Task.CompletedTask;
    }

    /// <summary>Also hosts that are disposed without having been stopped take part in no turn any more.</summary>
    public void Dispose() => SwapParticipants.Remove(this);

    internal override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            BeginStaging(version);
            _areMixed = true;
        }
    }

    protected override bool ShowsOthers => _areMixed;

    protected override void ShowCurrent()
    {
        _areMixed = false;
        ContractResolvers.ForgetContracts();
        ContractChanges.RefreshAll();
    }
}
