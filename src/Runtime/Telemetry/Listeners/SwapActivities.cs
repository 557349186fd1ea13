using System.Diagnostics;

namespace HotWeave.Telemetry.Listeners;

/// <summary>The activity source <c>HotWeave</c>: one activity per operation.</summary>
internal static class SwapActivities
{
    private const string Activities = "activities";
    private static readonly ActivitySource s_source = new("HotWeave");

    /// <summary>Null when nobody listens, or who listens threw.</summary>
    internal static Activity? Start(string name)
    {
        Activity? started = null;
        ApplicationListeners.Tell(Activities, () => started = s_source.StartActivity(name));
        return started;
    }

    internal static void Fail(this Activity activity, string code, string message) =>
        activity.SetTag("hotweave.code", code).SetStatus(ActivityStatusCode.Error, message);

    internal static void End(this Activity activity) => ApplicationListeners.Tell(Activities, activity.Dispose);
}
