using HotWeave.Diagnostics;
using HotWeave.Telemetry;

namespace HotWeave.Swapping;

/// <summary>Calls each subscriber of an event; what one throws is a warning and does not keep the others from being called.</summary>
internal static class Subscribers
{
    internal static void Call<T>(string name, EventHandler<T>? subscribers, T args, List<string> warnings)
    {
        foreach (var subscriber in subscribers?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<T>)subscriber)(null, args);
            }
            catch (Exception e)
            {
                var warning = SwapDiagnostics.SubscriberFailed.Warn(name, e.GetType().Name, e.Message);
                warnings.Add(warning);
                SwapEventSource.Log.Warned(warning);
            }
        }
    }
}
