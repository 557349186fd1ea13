namespace HotWeave;

/// <summary>What a hook round a swap (<see cref="BeforeSwapAttribute"/> and its kin) is told. Valid during the call only.</summary>
public sealed class SwapHookContext
{
    private readonly bool _mayVeto;
    private readonly IServiceProvider? _services;

    internal SwapHookContext(VersionNumber from, VersionNumber to, bool mayVeto, IServiceProvider? services, CancellationToken cancellation)
    {
        From = from;
        To = to;
        Cancellation = cancellation;
        _mayVeto = mayVeto;
        _services = services;
    }

    /// <summary>The version that is left.</summary>
    public VersionNumber From { get; }

    /// <summary>The version that is gone to.</summary>
    public VersionNumber To { get; }

    /// <summary>Signalled when the operation is cancelled, which it can be until the version is current.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The application's services.</summary>
    /// <exception cref="InvalidOperationException"><c>HotSwap.Services</c> is not set.</exception>
    public IServiceProvider Services => _services ?? throw AbsentServices.Explain();

    internal string? Reason { get; private set; }

    /// <summary>Refuses the swap; nothing has changed. For <see cref="BeforeSwapAttribute"/> only.</summary>
    /// <param name="reason">Why, for the operator.</param>
    /// <exception cref="InvalidOperationException">The hook is none that may refuse.</exception>
    public void Veto(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!_mayVeto)
            throw new InvalidOperationException("Only a hook before a swap may veto.");
        Reason ??= reason;
    }
}
