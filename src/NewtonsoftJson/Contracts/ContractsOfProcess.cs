using HotWeave.Frameworks;
using HotWeave.Protocol;
using HotWeave.Swapping;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>
/// What Newtonsoft.Json writes and reads of the application's types, by version; one for the process. From the moment in which a version is
/// staged contracts are those of both versions, and each property asks whether the caller's version has it; when no unit of the old one is
/// left, they are those of the new one alone.
/// </summary>
internal sealed class ContractsOfProcess : LiveParticipant
{
    private const string WebIntegration = "HotWeave.AspNetCore";

    // Under the lock.
    private bool _hasJoined;

    // Read by whoever asks for a contract.
    private volatile LiveContracts _live = new([]);

    internal static ContractsOfProcess Instance { get; } = new();

    /// <summary>Where the web framework's integration is, a patch needs that too: it speaks of System.Text.Json.</summary>
    internal override FrameworkConcerns Concern =>
        AppDomain.CurrentDomain.GetAssemblies().Any(static a => a.GetName().Name == WebIntegration)
            ? FrameworkConcerns.FurtherContracts
            : FrameworkConcerns.FurtherContracts | FrameworkConcerns.Contracts;

    internal LiveContracts Live => _live;

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
                _live = new LiveContracts([VersionContracts.Read(version)]);
        }
    }

    internal override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            BeginStaging(version);
            _live = _live.With(VersionContracts.Read(version), Current);
        }
    }

    protected override bool ShowsOthers => _live.Versions.Count >= 2;

    protected override void ShowCurrent() => _live = _live.Keep(Current);
}
