using HotWeave.Operations;

namespace HotWeave.Swapping;

/// <summary>Raises the events of <see cref="HotSwap"/>.</summary>
internal sealed class HotSwapEvents : ISwapListener
{
    public void TellSwapped(SwapResult result, List<string> warnings) =>
        Subscribers.Call(nameof(HotSwap.Swapped), HotSwap.SwappedSubscribers, new SwapEventArgs(result), warnings);

    public void TellFailed(string operation, SwapException reason) =>
        Subscribers.Call(nameof(HotSwap.SwapFailed), HotSwap.SwapFailedSubscribers, new SwapFailedEventArgs(operation, reason), []);

    public void TellTrialEnded(TrialStatus trial) =>
        Subscribers.Call(nameof(HotSwap.TrialEnded), HotSwap.TrialEndedSubscribers, new TrialEventArgs(trial), []);
}
