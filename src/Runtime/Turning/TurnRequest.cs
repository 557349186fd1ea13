using HotWeave.CodeChange;
using HotWeave.Diagnostics;
using HotWeave.Protocol;
using HotWeave.Settings;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>One turn as it was asked for: between which versions, what it means for state, who moves when, how long to wait.</summary>
internal sealed record TurnRequest(
    SwapVersion From, SwapVersion To, StatePlan State, ChosenMode Mode, SwapOptions Options, CancellationToken Cancellation)
{
    /// <summary>Whether what takes the code starts: the process, or what a load context has.</summary>
    internal bool IsAtStart { get; init; }

    /// <summary>Given the census in which the turn has looked for objects that must not be alive.</summary>
    internal Action<HeapCensus> Looked { get; init; } = static _ => { };

    /// <summary>Called with the epoch to be, before anybody can have it; when it throws, nothing has changed.</summary>
    internal Action<Epoch> Stage { get; init; } = static _ => { };

    /// <summary>The request for a turn between two versions whose code is loaded.</summary>
    /// <exception cref="SwapException">HW6211, HW6501 to HW6503, HW6510, HW6530, HW6534.</exception>
    internal static TurnRequest Of(SwapVersion from, SwapVersion to, SwapOptions options, CancellationToken cancellation)
    {
        var state = StatePlan.Of(from, to, options);
        CheckLook(state, options);
        return new TurnRequest(from, to, state, ChosenMode.Of(options, state), options, cancellation);
    }

    /// <summary>The request for the turn to what is confirmed, when the process starts: nothing runs that would have to end first.</summary>
    /// <exception cref="SwapException">HW6502, HW6503, HW6530.</exception>
    internal static TurnRequest AtStart(SwapVersion from, SwapVersion to, CancellationToken cancellation)
    {
        var options = new SwapOptions();
        var state = StatePlan.Of(from, to, options);
        CheckLook(state, options);
        return new TurnRequest(from, to, state, new ChosenMode(state.IsStateful ? SwapMode.Quiescent : SwapMode.Immediate, null), options, cancellation) { IsAtStart = true };
    }

    /// <summary>Makes the version current, and calls <paramref name="turned"/> as soon as it is; in a quiescent turn before new units go on.</summary>
    /// <param name="turned">Must not throw.</param>
    /// <param name="overdue">Told which hook runs when a code change has taken too long.</param>
    /// <param name="services">The application's, for hooks.</param>
    /// <param name="warnings">What went wrong without undoing the turn.</param>
    /// <exception cref="SwapException">HW6208, HW6209, HW6211, HW6504 to HW6506, HW6531 to HW6533; nothing has changed.</exception>
    internal void MakeCurrent(Action turned, Action<string> overdue, Func<IServiceProvider?> services, List<string> warnings)
    {
        var table = new NextTable(To.Table!, To.Number.Value);
        if (Mode.Mode == SwapMode.Quiescent)
        {
            TurnQuiescent(table, turned, overdue, services, warnings);
            return;
        }

        Transition.Turn(table, moveUnits: Mode.Mode == SwapMode.Immediate, stage: Stage);
        turned();
    }

    private static void CheckLook(StatePlan state, SwapOptions options)
    {
        if (state.Unmade.Count == 0)
            return;
        if (options.TakeCensus is null)
            throw LookDiagnostics.NeedsCensus.Refuse(string.Join(", ", state.Unmade.Select(static u => u.Slot.Type)), string.Join(", ", state.Unmade.Select(static u => u.Fields)));
        HeapLook.CheckMakers(state.Unmade);
    }

    // A swap that changes state is refused in every other mode.
    private string OtherMode => State.IsStateful ? "" : ", or use the mode UnitOfWork";

    private void TurnQuiescent(NextTable table, Action turned, Action<string> overdue, Func<IServiceProvider?> services, List<string> warnings)
    {
        var timeout = Options.Timeout ?? SwapSettings.Timeout;
        var terms = new ChangeTerms(From.Number, To.Number, timeout, Options.AcceptOutsideCalls, overdue, services, Cancellation);
        var turn = new QuiescentTurn
        {
            Timeout = timeout,
            CancelUnits = Options.CancelUnits,
            BlockedLimit = SwapSettings.BlockedUnits,
            Cancellation = Cancellation,
            Change = State.Changes.Count == 0 && State.Unmade.Count == 0 ? null : Change,
            Watched = State.Unmade.Count == 0 ? null : HeapLook.FindWatched(State.Unmade, From.Content!.Slots().Union(To.Content!.Slots())),
            Turned = turned,
            Stage = Stage,
        };
        var lost = LostUnits.Count;
        try
        {
            Transition.TurnQuiescent(table, turn);
            warnings.AddRange(LostUnits.NamesSince(lost).Select(static name => SwapDiagnostics.UnitEndedForSwap.Warn(name)));
        }
        catch (NotQuiescentException e)
        {
            var units = UnitReport.Describe(e.Units);
            throw e.IsOverrun
                ? SwapDiagnostics.GateOverrun.Refuse(turn.BlockedLimit, units)
                : SwapDiagnostics.UnitsStillRun.Refuse(turn.Elapsed.TotalSeconds, units, OtherMode);
        }

        void Change(ChangeWindow window)
        {
            if (State.Unmade.Count > 0)
                Looked(new HeapLook(State.Unmade, Options.TakeCensus!).Look(Cancellation));
            Cancellation.ThrowIfCancellationRequested();
            if (State.Changes.Count == 0)
            {
                if (!window.TryClose(acceptCalls: true))
                    throw LookDiagnostics.MadeMeanwhile.Refuse(window.WatchedCalls);
                return;
            }

            using var run = new ChangeRun(State, terms);
            run.Run(window, warnings);
        }
    }
}
