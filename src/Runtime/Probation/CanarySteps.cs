using System.Globalization;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Loading;
using HotWeave.Protocol;
using HotWeave.Telemetry.Listeners;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Probation;

/// <summary>The three steps of a swap that a share of the units makes first. Whoever calls them holds the swap lock.</summary>
internal sealed class CanarySteps(VersionRegistry registry, SwapSteps steps, SwapMetrics metrics)
{
    /// <summary>Lets the share of new units have the patch's version.</summary>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    internal (SwapResult Result, Trial Trial) Begin(PatchCopies patch, SwapOptions options, ProbationOptions probation, CancellationToken cancellationToken)
    {
        var from = registry.Current;
        var to = registry.With(patch.All);
        var request = TurnRequest.Of(from, to, options, cancellationToken);
        if (request.State.IsStateful && (!options.SharedState || request.State.KeepsApart))
            throw SwapDiagnostics.StatefulCanary.Refuse(string.Join("; ", request.State.Reasons));

        var warnings = new List<string>();
        var hooks = steps.FindHooks(from, to, isRollback: false, warnings);
        var reason = string.Create(CultureInfo.InvariantCulture, $"{probation.Share:0.##%} of the new units, until the verdict");
        var older = Transition.World.Main.Units;
        UnitRegister? newer = null;
        var frameworks = FrameworkTurn.Begin(from, to);
        var turn = new ScriptedTurn(from, to, patch.Id, new ChosenMode(SwapMode.UnitOfWork, reason), hooks, warnings, cancellationToken) { Frameworks = frameworks };
        var result = steps.Run(turn, _ =>
        {
            var share = (int)Math.Round(probation.Share * Canary.Whole);
            newer = Transition.BeginCanary(
                new NextTable(to.Table!, to.Number.Value), share, epoch => SwapSteps.Stage(epoch, request, frameworks)).Units;
            registry.BeginTrial(to);
        });
        return (result, new Trial(to, from, newer!, older, hooks, probation));
    }

    /// <summary>Lets everybody have it; running units keep their version.</summary>
    internal SwapResult Promote(Trial trial, string reason)
    {
        var (hooks, from, to) = (trial.Canary!, registry.Current, trial.Version);
        var warnings = new List<string>();
        hooks.WarnIn(warnings);
        var turn = new ScriptedTurn(from, to, to.PatchId, new ChosenMode(SwapMode.UnitOfWork, reason), hooks, warnings, CancellationToken.None)
        {
            HooksHaveAgreed = true,
            Frameworks = FrameworkTurn.Begin(from, to, needsNone: true),
        };
        return steps.Run(turn, static follow =>
        {
            if (!Transition.EndCanary(promote: true))
                throw new InvalidOperationException("No share of the units has a version of its own.");
            follow();
        });
    }

    /// <summary>Lets no new unit have it; those that have it keep it.</summary>
    internal SwapResult Abandon(Trial trial, string reason)
    {
        var hooks = trial.Canary!;
        var to = registry.Current;
        var changed = TurnScript.FindChanged(trial.Version, to);
        var frameworks = FrameworkTurn.Begin(to, trial.Version, needsNone: true);
        Transition.EndCanary(promote: false);
        frameworks.Undo();
        registry.EndTrial();
        hooks.Undone();
        metrics.Swapped(isRollback: true);
        return new SwapResult
        {
            From = trial.Version.Number,
            To = to.Number,
            Mode = SwapMode.UnitOfWork,
            ModeReason = reason,
            Types = TypeNames.Of(changed),
        };
    }

    /// <summary>Everybody has another version, or this one, by a turn that was not about the trial.</summary>
    internal void Turned(Trial trial)
    {
        if (registry.Current != trial.Version)
            trial.Canary!.Undone();
    }
}
