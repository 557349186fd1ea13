using Microsoft.AspNetCore.SignalR;

namespace HotWeave.AspNetCore.Streams;

/// <summary>
/// Each invocation of a SignalR hub, its connecting and disconnecting are units of their own. What an invocation streams afterwards is
/// outside.
/// </summary>
internal sealed class UnitHubFilter : IHubFilter
{
    internal static UnitHubFilter Instance { get; } = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        using var unit = await UnitOfWork.EnterRootAsync(Name(invocationContext.Hub, invocationContext.HubMethodName), invocationContext.Context.ConnectionAborted);
        return await next(invocationContext);
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        using var unit = await UnitOfWork.EnterRootAsync(Name(context.Hub, nameof(Hub.OnConnectedAsync)), context.Context.ConnectionAborted);
        await next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        // The connection is gone, but what has to be cleared up has to be.
        using var unit = await UnitOfWork.EnterRootAsync(Name(context.Hub, nameof(Hub.OnDisconnectedAsync)));
        await next(context, exception);
    }

    private static string Name(Hub hub, string method) => string.Concat(hub.GetType().Name, ".", method);
}
