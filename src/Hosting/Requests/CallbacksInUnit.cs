using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Requests;

/// <summary>The response of a request that waited at the gate: the server's flow, which runs its callbacks, is outside the request's unit, so they go back into it.</summary>
internal sealed class CallbacksInUnit(IHttpResponseFeature inner, CapturedUnit unit) : IHttpResponseFeature
{
    public int StatusCode
    {
        get => inner.StatusCode;
        set => inner.StatusCode = value;
    }

    public string? ReasonPhrase
    {
        get => inner.ReasonPhrase;
        set => inner.ReasonPhrase = value;
    }

    public IHeaderDictionary Headers
    {
        get => inner.Headers;
        set => inner.Headers = value;
    }

    // Superseded by IHttpResponseBodyFeature, but part of the contract.
#pragma warning disable CS0618
    public Stream Body
    {
        get => inner.Body;
        set => inner.Body = value;
    }
#pragma warning restore CS0618

    public bool HasStarted => inner.HasStarted;

    public void OnStarting(Func<object, Task> callback, object state) => inner.OnStarting(InUnit(callback), state);

    public void OnCompleted(Func<object, Task> callback, object state) => inner.OnCompleted(InUnit(callback), state);

    private Func<object, Task> InUnit(Func<object, Task> callback) => async state =>
    {
        using (unit.Enter())
            await callback(state);
    };
}
