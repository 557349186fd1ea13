using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Hooks;
using HotWeave.Operations;
using HotWeave.Protocol;
using HotWeave.Settings;
using HotWeave.Telemetry;
using HotWeave.Telemetry.Listeners;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>
/// What is done round the one step that changes which version answers: hooks that may refuse, the step, what follows it at once, hooks after it. Every
/// turn that an operation makes is one run of this: a patch that comes, a way back, a share of the units that gets a version, or all others
/// after it. Whoever runs it holds the swap lock.
/// </summary>
internal sealed class TurnScript(VersionRegistry registry, SwapMetrics metrics)
{
    private readonly MetadataUpdateHandlers _handlers = new();

    /// <summary>Runs it.</summary>
    /// <param name="turn">Between which versions.</param>
    /// <param name="step">
    /// Takes the step, and calls its argument as soon as the version is current for all, before anything else runs on it; does not call it where only
    /// a share of the units gets it.
    /// </param>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    internal SwapResult Run(ScriptedTurn turn, Action<Action> step)
    {
        // Before the turn, after which the old version may be let go of.
        var changed = FindChanged(turn.From, turn.To);
        MemoryStubs.Require(changed);
        var types = UpdatedTypes.Find(turn.From, turn.To, changed);
        var began = Stopwatch.GetTimestamp();
        var isCurrent = false;
        registry.BeginTurn(turn.To);
        try
        {
            if (!turn.HooksHaveAgreed)
                turn.Hooks.Before(turn.Cancellation);
            TakeStep(turn, step, Follow);
            NotePatches(turn.To);
        }
        finally
        {
            registry.EndTurn(isCurrent, Requester.Acting);
        }

        if (isCurrent)
            Finish(turn);
        return new SwapResult
        {
            From = turn.From.Number,
            To = turn.To.Number,
            Mode = turn.Mode.Mode,
            ModeReason = turn.Mode.Reason,
            PatchId = turn.PatchId,
            Types = TypeNames.Of(changed),
            Warnings = turn.Warnings,
        };

        void Follow()
        {
            isCurrent = true;
            metrics.Took("turn", Stopwatch.GetElapsedTime(began), turn.To.Number.Value);
            SwapEventSource.Log.Turned(turn.From.Number.Value, turn.To.Number.Value, changed.Count);
            turn.Frameworks?.Turn();
            _handlers.Run(types, turn.Warnings);
        }
    }

    /// <summary>The types that answer otherwise in the one version than in the other.</summary>
    internal static List<TypeSlot> FindChanged(SwapVersion from, SwapVersion to) =>
        [.. from.Content!.Slots().Union(to.Content!.Slots()).Where(s => !ReferenceEquals(from[s], to[s]))];

    private static void TakeStep(ScriptedTurn turn, Action<Action> step, Action follow)
    {
        try
        {
            step(follow);
        }
        catch
        {
            turn.Frameworks?.Undo();
            if (!turn.HooksHaveAgreed)
                turn.Hooks.Undone();
            foreach (var warning in turn.Warnings)
                SwapEventSource.Log.Warned(warning);
            throw;
        }
    }

    private static void NotePatches(SwapVersion version)
    {
        foreach (var patch in version.Content!.Patches)
        {
            foreach (var entry in patch.Entries!)
                entry.Slot.Patches[patch.Id] = patch.Unmade.FirstOrDefault(u => u.Slot == entry.Slot)?.Fields;
        }
    }

    private void Finish(ScriptedTurn turn)
    {
        metrics.Swapped(turn.IsRollback);
        turn.Hooks.After();
        if (turn.To.Number < turn.From.Number && turn.From == registry.Confirmed && SwapSettings.Patches is not null)
            turn.Warnings.Add(SwapDiagnostics.ConfirmedComesBack.Warn(turn.From.Number, turn.To.Number));
    }
}
