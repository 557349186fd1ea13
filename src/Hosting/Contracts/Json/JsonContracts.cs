using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Protocol;
using HotWeave.Swapping;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>
/// What System.Text.Json writes and reads of the application's types, by version; one for the process, as most of its options are. Before a
/// turn all contracts are dropped and made anew as those of both versions: each property asks whether the caller's version has it. When no
/// unit of the old version is left they are those of the new one alone.
/// </summary>
internal sealed class JsonContracts : LiveParticipant
{
    // Under the lock, which orders what is shown too.
    private bool _hasJoined;

    // Read by whoever makes a contract.
    private volatile LiveContracts _live = new([]);

    internal static JsonContracts Instance { get; } = new();

    internal override FrameworkConcerns Concern => FrameworkConcerns.Contracts;

    internal LiveContracts Live => _live;

    internal bool HasJoined
    {
        get
        {
            lock (Sync)
                return _hasJoined;
        }
    }

    /// <summary>Takes part in turns from here on. A process that started on a version has its contracts.</summary>
    internal void Join()
    {
        lock (Sync)
        {
            if (_hasJoined)
                return;
            _hasJoined = true;
            SwapParticipants.Add(this);
            Current = Transition.World.Main.Version;
            if (Current != 0 && Swapper.Instance.DescribeCurrent() is { Shown.Count: > 0 } version)
                Show(new LiveContracts([VersionContracts.Read(version)]));
        }
    }

    internal override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            var staged = VersionContracts.Read(version);
            BeginStaging(version);
            ShowOrRefuse(SwapDiagnostics.ContractsOutOfReach, () =>
            {
                Show(_live.With(staged, Current));
                ContractChanges.BindAll(_live);
            });
        }
    }

    protected override bool ShowsOthers => _live.Versions.Count >= 2;

    protected override void ShowCurrent() => Show(_live.Keep(Current));

    // Who asks for a contract from here on gets one of these versions.
    private void Show(LiveContracts live)
    {
        ContractResolvers.ReachAll();
        _live = live;
        ContractResolvers.ForgetContracts();
        ContractChanges.RefreshAll();
    }
}
