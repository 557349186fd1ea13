using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace HotWeave.AspNetCore.Streams;

/// <summary>The streams that a client sends to a method of a hub.</summary>
internal static class ClientStreams
{
    // By the parameter's type; null for one that is no stream.
    private static readonly ConcurrentDictionary<Type, Func<object, StreamUnits, CancellationToken, object>?> s_wraps = new();

    /// <summary>Whether there are any, and the method has done with them when it has answered: not so where it answers by a stream itself.</summary>
    internal static bool AreIn(HubInvocationContext invocation)
    {
        if (IsStream(invocation.HubMethod.ReturnType))
            return false;
        foreach (var parameter in invocation.HubMethod.GetParameters())
        {
            if (FindWrap(parameter.ParameterType) is not null)
                return true;
        }

        return false;
    }

    /// <summary>The invocation with streams that make each message a unit.</summary>
    internal static HubInvocationContext WithUnits(HubInvocationContext invocation, StreamUnits units)
    {
        var parameters = invocation.HubMethod.GetParameters();
        // SignalR's own array: a context made anew would find the method by its name in the source, which need not be the hub's name for it.
        var own = invocation.HubMethodArguments as object?[];
        var arguments = own ?? [.. invocation.HubMethodArguments];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (arguments[i] is { } stream && FindWrap(parameters[i].ParameterType) is { } wrap)
                arguments[i] = wrap(stream, units, invocation.Context.ConnectionAborted);
        }

        return own is not null
            ? invocation
            : new HubInvocationContext(invocation.Context, invocation.ServiceProvider, invocation.Hub, invocation.HubMethod, arguments);
    }

    private static bool IsStream(Type type)
    {
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            return IsStream(type.GetGenericArguments()[0]);
        for (var next = type; next is not null; next = next.BaseType)
        {
            if (next.IsGenericType && next.GetGenericTypeDefinition() == typeof(ChannelReader<>))
                return true;
        }

        return type.GetInterfaces().Append(type).Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }

    private static Func<object, StreamUnits, CancellationToken, object>? FindWrap(Type type) => s_wraps.GetOrAdd(type, static t => MakeWrap(t));

    private static Func<object, StreamUnits, CancellationToken, object>? MakeWrap(Type type)
    {
        if (!type.IsGenericType)
            return null;
        var definition = type.GetGenericTypeDefinition();
        var wrapper = definition == typeof(IAsyncEnumerable<>) ? typeof(UnitMessages<>) : definition == typeof(ChannelReader<>) ? typeof(UnitReader<>) : null;
        if (wrapper is null)
            return null;
        var constructor = wrapper.MakeGenericType(type.GetGenericArguments()).GetConstructors()[0];
        return (stream, units, aborted) => constructor.Invoke([stream, units, aborted]);
    }
}
