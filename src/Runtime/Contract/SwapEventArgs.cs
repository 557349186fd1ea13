namespace HotWeave;

/// <summary>Tells subscribers of <see cref="HotSwap.Swapped"/> what was done.</summary>
/// <param name="result">What the swap did; its warnings are those known before subscribers ran.</param>
public sealed class SwapEventArgs(SwapResult result) : EventArgs
{
    /// <summary>What the swap did.</summary>
    public SwapResult Result { get; } = result;
}
