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
internal sealed class JsonContracts : SwapParticipant
{
    // Protects the fields below, and orders what is shown.
    private readonly object _lock = new();
    private int _current;
    private int? _staged;
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
            lock (_lock)
                return _hasJoined;
        }
    }

    /// <summary>Takes part in turns from here on. A process that started on a version has its contracts.</summary>
    internal void Join()
    {
        lock (_lock)
        {
            if (_hasJoined)
                return;
            _hasJoined = true;
            SwapParticipants.Add(this);
            _current = Transition.World.Main.Version;
            if (_current != 0 && Swapper.Instance.DescribeCurrent() is { Shown.Count: > 0 } version)
                Show(new LiveContracts([VersionContracts.Read(version)]));
        }
    }

    internal override void Stage(StagedVersion version)
    {
        lock (_lock)
        {
            var staged = VersionContracts.Read(version);
            var current = _live.Versions.Count == 0 ? [new VersionContracts(_current, new Dictionary<Type, Type>())] : _live.Versions;
            _staged = version.To;
            try
            {
                Show(new LiveContracts([.. current.Where(v => v.Version != version.To), staged]));
                ContractChanges.BindAll(_live);
            }
            catch (Exception e) when (e is not SwapException)
            {
                var cause = (e as AggregateException)?.InnerExceptions[0] ?? e;
                throw SwapDiagnostics.ContractsOutOfReach.Refuse(e, cause.GetType().Name, cause.Message);
            }
        }
    }

    internal override void Turn(int version)
    {
        lock (_lock)
        {
            _current = version;
            _staged = null;
        }
    }

    internal override void Undo(int version)
    {
        lock (_lock)
        {
            if (_staged == version)
                _staged = null;
        }
    }

    internal override void Settle()
    {
        lock (_lock)
        {
            // A turn may have begun since this was found out.
            if (_staged is not null || _live.Versions.Count < 2 || Transition.World.Canary is not null || Transition.OldEpochs().Length > 0)
                return;
            var current = _live.Versions.FirstOrDefault(v => v.Version == _current);
            Show(new LiveContracts(current is null || current.Contracts.Count == 0 ? [] : [current]));
        }
    }

    // Who asks for a contract from here on gets one of these versions.
    private void Show(LiveContracts live)
    {
        ContractResolvers.ReachAll();
        _live = live;
        ContractResolvers.ForgetContracts();
        ContractChanges.RefreshAll();
    }
}
