using HotWeave.Frameworks;
using HotWeave.Protocol;

namespace HotWeave.Swapping;

/// <summary>
/// What one serialiser writes and reads of the application's types, by version; one for the process. From the moment in which a version is
/// staged contracts are those of both versions, and each property asks whether the caller's version has it. When no unit of the old version
/// is left they are those of the new one alone.
/// </summary>
internal abstract class ContractsParticipant : LiveParticipant
{
    // Under the lock, which orders what is shown too.
    private bool _hasJoined;

    // Read by whoever makes or asks for a contract.
    private volatile LiveContracts _live = new([]);

    /// <summary>The versions whose contracts may be asked for.</summary>
    internal LiveContracts Live => _live;

    /// <summary>Whether it takes part in turns.</summary>
    internal bool HasJoined
    {
        get
        {
            lock (Sync)
                return _hasJoined;
        }
    }

    /// <summary>Takes part in turns from here on. A process that runs a version has its contracts.</summary>
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

    internal sealed override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            var staged = VersionContracts.Read(version);
            BeginStaging(version);
            ShowStaged(_live.With(staged, Current));
        }
    }

    protected sealed override bool ShowsOthers => _live.Versions.Count >= 2;

    protected sealed override void ShowCurrent() => Show(_live.Keep(Current));

    /// <summary>Shows what was staged, or refuses it. Called under <see cref="LiveParticipant.Sync"/>.</summary>
    protected virtual void ShowStaged(LiveContracts live) => Show(live);

    /// <summary>Who asks for a contract from here on gets one of these versions. Called under <see cref="LiveParticipant.Sync"/>.</summary>
    protected virtual void Show(LiveContracts live) => _live = live;
}
