using System.Diagnostics;

namespace HotWeave.Telemetry;

/// <summary>The activity source <c>HotWeave</c>: one activity per operation.</summary>
internal static class SwapActivities
{
    private static readonly ActivitySource s_source = new("HotWeave");

    /// <summary>Null when nobody listens.</summary>
    internal static Activity? Start(string name) => s_source.StartActivity(name);

    internal static void Fail(this Activity activity, string code, string message) =>
        activity.SetTag("hotweave.code", code).SetStatus(ActivityStatusCode.Error, message);
}
