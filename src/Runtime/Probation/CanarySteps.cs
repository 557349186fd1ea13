using HotWeave.Diagnostics;
using HotWeave.Hooks;
using HotWeave.Loading;
using HotWeave.Protocol;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Probation;

/// <summary>The three steps of a swap that a share of the units makes first. Whoever calls them holds the swap lock.</summary>
internal sealed class CanarySteps(VersionRegistry registry, SwapSteps steps)
{
    /// <summary>Lets the share of new units have the patch's version.</summary>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    internal (SwapResult Result, Trial Trial) Begin(PatchCopies patch, SwapOptions options, ProbationOptions probation, CancellationToken cancellationToken)
    {
        var from = registry.Current;
        var to = registry.With(patch.All);
        var request = TurnRequest.Of(from, to, options, cancellationToken);
        if (request.State.IsStateful && !options.SharedState)
            throw SwapDiagnostics.StatefulCanary.Refuse(string.Join("; ", request.State.Reasons));

        var warnings = new List<string>();
        var hooks = new SwapHooks(from, to, isRollback: false, warnings);
        var changed = SwapSteps.Changed(from, to);
        var older = Transition.World.Main.Units;
        Epoch newer;
        registry.BeginTurn(to);
        try
        {
            hooks.Before(cancellationToken);
            newer = Transition.BeginCanary(new NextTable(to.Table!, to.Number.Value), (int)Math.Round(probation.Share * Canary.Whole));
            registry.BeginTrial(to);
        }
        finally
        {
            registry.EndTurn(turned: false);
        }

        var reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{probation.Share:0.##%} of the new units, until the verdict");
        var result = new SwapResult(from.Number, to.Number, patch.Id, TypeNames.Of(changed), warnings, SwapMode.UnitOfWork, reason);
        return (result, new Trial(to, from, newer.Units, older, hooks, probation));
    }

    /// <summary>Lets everybody have it; running units keep their version.</summary>
    internal SwapResult Promote(Trial trial, string reason)
    {
        var hooks = trial.Canary!;
        var from = registry.Current;
        var changed = SwapSteps.Changed(from, trial.Version);
        var types = UpdatedTypes.Find(from, trial.Version, changed);
        var warnings = new List<string>();
        var turned = false;
        registry.BeginTurn(trial.Version);
        try
        {
            turned = Transition.EndCanary(promote: true);
            steps.Turned(from, trial.Version, types, changed.Count, warnings);
        }
        finally
        {
            registry.EndTurn(turned);
        }

        hooks.After();
        return new SwapResult(from.Number, trial.Version.Number, trial.Version.PatchId, TypeNames.Of(changed), warnings, SwapMode.UnitOfWork, reason);
    }

    /// <summary>Lets no new unit have it; those that have it keep it.</summary>
    internal SwapResult Abandon(Trial trial, string reason)
    {
        var hooks = trial.Canary!;
        var to = registry.Current;
        var changed = SwapSteps.Changed(trial.Version, to);
        Transition.EndCanary(promote: false);
        registry.EndTrial();
        hooks.Undone();
        return new SwapResult(trial.Version.Number, to.Number, null, TypeNames.Of(changed), [], SwapMode.UnitOfWork, reason);
    }

    /// <summary>Everybody has another version, or this one, by a turn that was not about the trial.</summary>
    internal void Turned(Trial trial)
    {
        if (registry.Current != trial.Version)
            trial.Canary!.Undone();
    }
}
