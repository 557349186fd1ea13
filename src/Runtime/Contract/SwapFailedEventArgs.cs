namespace HotWeave;

/// <summary>Tells subscribers of <see cref="HotSwap.SwapFailed"/> what was refused.</summary>
/// <param name="operation">The operation in words, such as <c>apply 3f2a…</c>.</param>
/// <param name="exception">Why it failed; nothing has changed.</param>
public sealed class SwapFailedEventArgs(string operation, SwapException exception) : EventArgs
{
    /// <summary>The operation in words, such as <c>apply 3f2a…</c> or <c>roll back to 0</c>.</summary>
    public string Operation { get; } = operation;

    /// <summary>Why it failed; nothing has changed.</summary>
    public SwapException Exception { get; } = exception;
}
