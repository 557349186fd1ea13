using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Units;

/// <summary>One request's unit of work, a feature of its context. Used by one flow at a time, as the context is.</summary>
internal sealed class RequestUnit(HotWeaveOptions options, IHttpRequestFeature request) : IDisposable
{
    private UnitHandle? _handle;
    private CancellationTokenSource? _linked;
    private bool _isPart;

    internal string Name { get; } = options.UnitName(request);

    internal HotWeaveOptions Options => options;

    /// <summary>The scope of what the request logs; ends with the context.</summary>
    internal IDisposable? Scope { get; set; }

    /// <summary>The version that answers the request; null while it waits at the gate.</summary>
    internal VersionNumber? Version => _handle?.Version;

    internal bool IsWaiting => _handle is null;

    /// <summary>
    /// Enters unless new units have to wait, which a request of a unit that still runs never has to. The unit, and its key, are ambient in
    /// the caller's flow.
    /// </summary>
    internal void TryEnter()
    {
        if (options.UnitKey is { } key)
            UnitOfWork.SetKey(key(request));
        var carried = CarriedUnit.Read(request);
        _isPart = carried.IsRunning;
        _handle = _isPart ? carried.TryEnter(Name) : UnitOfWork.TryEnterRoot(Name);
    }

    /// <summary>What was waited for.</summary>
    internal void Enter(UnitHandle handle) => _handle = handle;

    /// <summary>Signals the request's token with the unit's.</summary>
    internal void LinkCancellation(IHttpRequestLifetimeFeature lifetime)
    {
        _linked = CancellationTokenSource.CreateLinkedTokenSource(lifetime.RequestAborted, _handle!.CancellationToken);
        lifetime.RequestAborted = _linked.Token;
    }

    /// <summary>The pipeline ended with an exception that nothing in it handled.</summary>
    internal void Threw(Exception thrown, CancellationToken clientGone)
    {
        if (RequestOutcome.IsFailure(thrown, clientGone))
            Fail();
    }

    /// <summary>The response is complete.</summary>
    internal void Answered(int status)
    {
        if (RequestOutcome.IsFailure(status))
            Fail();
    }

    /// <summary>The request has failed. One that only joined a unit has not yet: who asked within that may know what to do.</summary>
    internal void Fail()
    {
        if (!_isPart)
            _handle?.Fail();
    }

    /// <summary>Ends the unit before the context: the request goes on as a stream.</summary>
    internal void Leave() => _handle?.Dispose();

    public void Dispose()
    {
        Scope?.Dispose();
        _linked?.Dispose();
        _handle?.Dispose();
        if (options.UnitKey is not null)
            UnitOfWork.SetKey(null); // the server's flow goes on to the connection's next request
    }
}
