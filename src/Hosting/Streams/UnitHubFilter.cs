using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Streams;

/// <summary>
/// Each invocation of a SignalR hub, its connecting and disconnecting are units of their own; where the client sends it a stream, each
/// message of that instead. What an invocation streams to the client afterwards is outside.
/// </summary>
internal sealed class UnitHubFilter(IOptions<HotWeaveOptions> options) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = invocationContext.Context;
        var name = Name(invocationContext.Hub, invocationContext.HubMethodName);
        SetKey(connection);
        var streams = ClientStreams.Find(invocationContext.HubMethod);
        if (streams.AreUnits)
            return await InvokeWithStreamsAsync(invocationContext, next, streams, name);
        using var unit = await UnitOfWork.EnterRootAsync(name, connection.ConnectionAborted);
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (RequestOutcome.IsFailure(e, connection.ConnectionAborted))
        {
            unit.Fail();
            throw;
        }
    }

    // A method that is sent a stream may wait for its messages as long as the connection lasts.
    private static async ValueTask<object?> InvokeWithStreamsAsync(
        HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next, ClientStreams streams, string name)
    {
        var aborted = context.Context.ConnectionAborted;
        using var units = UnitOfWork.BeginStream(name);
        try
        {
            return await next(streams.WrapStreams(context, units));
        }
        catch (Exception e) when (RequestOutcome.IsFailure(e, aborted))
        {
            units.Fail();
            throw;
        }
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        SetKey(context.Context);
        using var unit = await UnitOfWork.EnterRootAsync(Name(context.Hub, nameof(Hub.OnConnectedAsync)), context.Context.ConnectionAborted);
        try
        {
            await next(context);
        }
        catch (Exception e) when (RequestOutcome.IsFailure(e, context.Context.ConnectionAborted))
        {
            unit.Fail();
            throw;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        SetKey(context.Context);
        // The connection is gone, but what has to be cleared up has to be.
        using var unit = await UnitOfWork.EnterRootAsync(Name(context.Hub, nameof(Hub.OnDisconnectedAsync)));
        try
        {
            await next(context, exception);
        }
        catch (Exception e) when (RequestOutcome.IsFailure(e, context.Context.ConnectionAborted))
        {
            unit.Fail();
            throw;
        }
    }

    // In the flow of the async method that calls this, so it is gone with the unit.
    private void SetKey(HubCallerContext connection)
    {
        if (options.Value.UnitKey is { } key && connection.GetHttpContext()?.Features.Get<IHttpRequestFeature>() is { } request)
            UnitOfWork.SetKey(key(request));
    }

    private static string Name(Hub hub, string method) => string.Concat(hub.GetType().Name, ".", method);
}
