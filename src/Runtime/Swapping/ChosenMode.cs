using HotWeave.Protocol;

namespace HotWeave.Swapping;

/// <summary>The mode of a swap, and why it is that one where nobody asked for it.</summary>
internal readonly record struct ChosenMode(SwapMode Mode, string? Reason)
{
    /// <exception cref="SwapException">HW6211.</exception>
    internal static ChosenMode Of(SwapOptions options)
    {
        if (options.Mode is { } asked)
            return new ChosenMode(asked, null);
        if (SwapSettings.Mode is { } set)
            return new ChosenMode(set, "the settings say so");
        return Unit.AnyEver
            ? new ChosenMode(SwapMode.UnitOfWork, "the process uses units of work")
            : new ChosenMode(SwapMode.Immediate, "no unit of work has been entered in this process");
    }
}
