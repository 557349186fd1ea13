using System.Reflection;
using HotWeave.Protocol;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>What planted defects call.</summary>
public static class PlantedCode
{
    public static void RemoveAndDispose(Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Transition.Settled -= handler;
        foreach (var field in handler.Target!.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            (field.GetValue(handler.Target) as WaitHandle)?.Dispose();
    }

    public static FileStream? AcquireNothing(string folder, TimeSpan patience) => null;
}
