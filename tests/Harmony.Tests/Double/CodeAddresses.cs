using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace HarmonyLib;

/// <summary>Hears from the runtime where the compiled code of methods is, from when the first object of Harmony is made.</summary>
internal sealed class CodeAddresses : EventListener
{
    private const EventKeywords Jit = (EventKeywords)0x10;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // By type and token: a handle may be that of a stub which unboxes.
    private static readonly ConcurrentDictionary<(string Type, int Token), nint> s_addresses = new();
    private static readonly CodeAddresses s_listener = new();

    /// <summary>Listens from now on.</summary>
    public static void Listen() => GC.KeepAlive(s_listener);

    /// <summary>Where a method's code is. What the runtime says comes later: all of the method's module is compiled to wait once.</summary>
    public static nint Find(MethodBase method)
    {
        var key = (method.DeclaringType!.FullName!, method.MetadataToken);
        if (s_addresses.TryGetValue(key, out var known))
            return known;
        foreach (var type in method.Module.GetTypes().Where(static t => !t.ContainsGenericParameters))
        {
            foreach (var other in type.GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OfType<MethodBase>())
            {
                if (other.ContainsGenericParameters || other.GetMethodBody() is null || (other.IsStatic && other.IsConstructor))
                    continue;
                // Virtual methods are compiled only when they have an address.
                other.MethodHandle.GetFunctionPointer();
                RuntimeHelpers.PrepareMethod(other.MethodHandle);
            }
        }

        return SpinWait.SpinUntil(() => s_addresses.ContainsKey(key), s_patience)
            ? s_addresses[key]
            : throw new InvalidOperationException($"the runtime does not say where {method} is: it was compiled before Harmony was loaded");
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, Jit);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) is true)
            s_addresses[((string)eventData.Payload![6]!, (int)(uint)eventData.Payload[4]!)] = (nint)(ulong)eventData.Payload[2]!;
    }
}
