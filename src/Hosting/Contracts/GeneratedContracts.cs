using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;
using HotWeave.Protocol;
using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Contracts;

/// <summary>
/// Has contracts that a generator wrote made anew when only one version is left. While several are, the options keep those of whoever asks
/// first, and that may be a request of an old version, or of one that was tried and given back.
/// </summary>
internal sealed class GeneratedContracts : SwapParticipant, IHostedService, IDisposable
{
    // Protects the fields below.
    private readonly object _lock = new();
    private bool _areMixed;
    private bool _isStaged;

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
        lock (_lock)
            _areMixed = _isStaged = true;
    }

    internal override void Turn(int version) => EndStaging();

    internal override void Undo(int version) => EndStaging();

    internal override void Settle()
    {
        lock (_lock)
        {
            // A turn may have begun since this was found out.
            if (!_areMixed || _isStaged || Transition.World.Canary is not null || Transition.OldEpochs().Length > 0)
                return;
            _areMixed = false;
            ContractResolvers.ForgetContracts();
            ContractChanges.RefreshAll();
        }
    }

    private void EndStaging()
    {
        lock (_lock)
            _isStaged = false;
    }
}
