namespace HotWeave.Operations;

/// <summary>Who is told how operations ended, in the application. What a subscriber throws is a warning and keeps nobody else from being told.</summary>
internal interface ISwapListener
{
    /// <summary>A swap is done.</summary>
    /// <param name="result">What it did.</param>
    /// <param name="warnings">Gets what went wrong in telling.</param>
    void TellSwapped(SwapResult result, List<string> warnings);

    void TellFailed(string operation, SwapException reason);

    void TellTrialEnded(TrialStatus trial);
}
