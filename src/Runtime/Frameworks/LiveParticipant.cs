using HotWeave.Diagnostics;
using HotWeave.Protocol;

namespace HotWeave.Frameworks;

/// <summary>A participant that shows what every live version has, from the moment in which one is staged until one is left.</summary>
internal abstract class LiveParticipant : SwapParticipant
{
    private int? _staged;

    /// <summary>Protects what is shown, the version that is current, and the one that is staged.</summary>
    protected object Sync { get; } = new();

    /// <summary>The number of the version that is current. Under <see cref="Sync"/>.</summary>
    protected int Current { get; set; }

    /// <summary>Whether more is shown than the current version has. Asked under <see cref="Sync"/>.</summary>
    protected abstract bool ShowsOthers { get; }

    internal sealed override void Turn(int version)
    {
        lock (Sync)
        {
            Current = version;
            _staged = null;
        }
    }

    internal sealed override void Undo(int version)
    {
        lock (Sync)
        {
            if (_staged == version)
                _staged = null;
        }
    }

    internal sealed override void Settle()
    {
        lock (Sync)
        {
            // A turn may have begun since this was found out.
            if (_staged is null && ShowsOthers && Transition.World.Canary is null && Transition.OldEpochs().Length == 0)
                ShowCurrent();
        }
    }

    /// <summary>Call under <see cref="Sync"/> when a version is staged: until its turn is made or undone, nothing is taken away.</summary>
    protected void BeginStaging(StagedVersion version) => _staged = version.To;

    /// <summary>Shows what was staged. What code of the application throws meanwhile refuses the version.</summary>
    protected static void ShowOrRefuse(SwapDiagnostic refusal, Action show)
    {
        try
        {
            show();
        }
        catch (Exception e) when (e is not SwapException)
        {
            var cause = (e as AggregateException)?.InnerExceptions[0] ?? e;
            throw refusal.Refuse(e, cause.GetType().Name, cause.Message);
        }
    }

    /// <summary>Shows what the current version has, and nothing else. Called under <see cref="Sync"/>.</summary>
    protected abstract void ShowCurrent();
}
