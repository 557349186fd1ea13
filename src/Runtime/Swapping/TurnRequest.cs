using HotWeave.Diagnostics;
using HotWeave.Protocol;
using HotWeave.Versions;

namespace HotWeave.Swapping;

/// <summary>One turn as it was asked for: to which version, who moves when, how long to wait.</summary>
internal sealed record TurnRequest(SwapVersion To, ChosenMode Mode, SwapOptions Options, CancellationToken Cancellation)
{
    /// <summary>Turns, and calls <paramref name="turned"/> as soon as the version is current; in a quiescent turn before new units go on.</summary>
    /// <exception cref="SwapException">HW6208, HW6209, HW6211; nothing has changed.</exception>
    internal void Turn(Action turned)
    {
        var table = new NextTable(To.Table!, To.Number.Value);
        if (Mode.Mode == SwapMode.Quiescent)
        {
            TurnQuiescent(table, turned);
            return;
        }

        Transition.Turn(table, moveUnits: Mode.Mode == SwapMode.Immediate);
        turned();
    }

    private void TurnQuiescent(NextTable table, Action turned)
    {
        var turn = new QuiescentTurn
        {
            Timeout = Options.Timeout ?? SwapSettings.Timeout,
            CancelUnits = Options.CancelUnits,
            BlockedLimit = SwapSettings.BlockedUnits,
            Cancellation = Cancellation,
            Turned = turned,
        };
        try
        {
            Transition.TurnQuiescent(table, turn);
        }
        catch (NotQuiescentException e)
        {
            var units = UnitReport.Describe(e.Units);
            throw e.IsOverrun
                ? SwapDiagnostics.GateOverrun.Refuse(turn.BlockedLimit, units)
                : SwapDiagnostics.UnitsStillRun.Refuse(turn.Elapsed.TotalSeconds, units);
        }
    }
}
