using HotWeave.CodeChange;
using HotWeave.Diagnostics;
using HotWeave.Protocol;
using HotWeave.Settings;

namespace HotWeave.Turning;

/// <summary>The mode of a swap, and why it is that one where nobody asked for it.</summary>
internal readonly record struct ChosenMode(SwapMode Mode, string? Reason)
{
    /// <summary>The mode for a swap that changes state as the plan says.</summary>
    /// <exception cref="SwapException">HW6211, HW6501.</exception>
    internal static ChosenMode Of(SwapOptions options, StatePlan plan)
    {
        if (!plan.IsStateful || (options.SharedState && plan.Changes.Count == 0 && !plan.KeepsApart))
            return Of(options);
        return options.Mode is null or SwapMode.Quiescent
            ? new ChosenMode(SwapMode.Quiescent, options.Mode is null ? "the swap changes state" : null)
            : throw SwapDiagnostics.NeedsQuiescence.Refuse(options.Mode, string.Join("; ", plan.Reasons));
    }

    /// <exception cref="SwapException">HW6211.</exception>
    private static ChosenMode Of(SwapOptions options)
    {
        if (options.Mode is { } asked)
            return new ChosenMode(asked, null);
        if (SwapSettings.Mode is { } set)
            return new ChosenMode(set, "the settings say so");
        return UnitUse.IsExpected
            ? new ChosenMode(SwapMode.UnitOfWork, "the process uses units of work")
            : new ChosenMode(SwapMode.Immediate, "no unit of work has been entered in this process");
    }
}
