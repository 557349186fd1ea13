using HotWeave.Frameworks;
using HotWeave.Hooks;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>A turn, as <see cref="TurnScript"/> runs it.</summary>
/// <param name="From">The version that is current.</param>
/// <param name="To">The version that is to be, or that a share of the units is to have.</param>
/// <param name="PatchId">The patch that it brings; null for a way back.</param>
/// <param name="Mode">Who moves when, for the result.</param>
/// <param name="Hooks">The hooks round it.</param>
/// <param name="Warnings">Gets what went wrong without undoing the turn.</param>
/// <param name="Cancellation">Looked at up to the step.</param>
internal sealed record ScriptedTurn(
    SwapVersion From, SwapVersion To, string? PatchId, ChosenMode Mode, SwapHooks Hooks, List<string> Warnings, CancellationToken Cancellation)
{
    /// <summary>
    /// Whether the hooks that may refuse have been asked, when a share of the units got the version; then what fails leaves them as they
    /// are.
    /// </summary>
    internal bool HooksHaveAgreed { get; init; }

    /// <summary>What it means for the frameworks of the process; null where somebody else tells them.</summary>
    internal FrameworkTurn? Frameworks { get; init; }

    internal bool IsRollback => PatchId is null;
}
