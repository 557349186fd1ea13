using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace HotWeave.AspNetCore.Streams;

/// <summary>The streams that a client sends to a method of a hub. Thread-safe.</summary>
internal sealed class ClientStreams
{
    // By method, weakly: a patch may bring hubs and be unloaded.
    private static readonly ConditionalWeakTable<MethodInfo, ClientStreams> s_methods = [];

    // By parameter; null for one that is no stream. Empty where there is no stream whose messages are units.
    private readonly Func<object, StreamUnits, CancellationToken, object>?[] _wraps;

    private ClientStreams(MethodInfo method)
    {
        var wraps = Array.ConvertAll(method.GetParameters(), static p => MakeWrap(p.ParameterType));
        _wraps = !IsStream(method.ReturnType) && Array.Exists(wraps, static w => w is not null) ? wraps : [];
    }

    /// <summary>
    /// Whether there are any, and the method has done with them when it has answered: not so where it answers by a stream itself.
    /// </summary>
    internal bool AreUnits => _wraps.Length > 0;

    /// <summary>Those of a method; known after its first invocation.</summary>
    internal static ClientStreams Find(MethodInfo method) => s_methods.GetValue(method, static m => new ClientStreams(m));

    /// <summary>The invocation with streams that make each message a unit.</summary>
    internal HubInvocationContext WrapStreams(HubInvocationContext invocation, StreamUnits units)
    {
        // SignalR's own array: a context made anew would find the method by its name in the source, which need not be the hub's name.
        var own = invocation.HubMethodArguments as object?[];
        var arguments = own ?? [.. invocation.HubMethodArguments];
        for (var i = 0; i < _wraps.Length; i++)
        {
            if (arguments[i] is { } stream && _wraps[i] is { } wrap)
                arguments[i] = wrap(stream, units, invocation.Context.ConnectionAborted);
        }

        return own is not null
            ? invocation
            : new HubInvocationContext(invocation.Context, invocation.ServiceProvider, invocation.Hub, invocation.HubMethod, arguments);
    }

    private static bool IsStream(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
            return IsStream(type.GetGenericArguments()[0]);
        for (var next = type; next is not null; next = next.BaseType)
        {
            if (next.IsGenericType && next.GetGenericTypeDefinition() == typeof(ChannelReader<>))
                return true;
        }

        return type.GetInterfaces().Append(type)
            .Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }

    private static Func<object, StreamUnits, CancellationToken, object>? MakeWrap(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var wrapper = definition == typeof(IAsyncEnumerable<>) ? typeof(UnitMessages<>)
            : definition == typeof(ChannelReader<>) ? typeof(UnitReader<>)
            : null;
        if (wrapper is null)
            return null;
        var constructor = wrapper.MakeGenericType(type.GetGenericArguments()).GetConstructors()[0];
        return (stream, units, aborted) => constructor.Invoke([stream, units, aborted]);
    }
}
