using System.Diagnostics;
using HotWeave.Auditing;

namespace HotWeave.Telemetry;

/// <summary>The activity source <c>HotWeave</c>: one activity per operation.</summary>
internal static class SwapActivities
{
    private static readonly ActivitySource s_source = new("HotWeave");

    /// <summary>Null when nobody listens.</summary>
    internal static Activity? Start(string name) => s_source.StartActivity(name);

    /// <summary>What the audit says of it, as tags.</summary>
    internal static void Describe(this Activity activity, AuditRecord record)
    {
        activity.SetTag("hotweave.operation", record.Operation);
        activity.SetTag("hotweave.outcome", record.Outcome);
        activity.SetTag("hotweave.version", record.Version);
        // A tag that is null is not set.
        activity.SetTag("hotweave.patch", record.Patch);
        activity.SetTag("hotweave.from", record.From);
        activity.SetTag("hotweave.to", record.To);
        activity.SetTag("hotweave.by", record.By);
    }

    internal static void Fail(this Activity activity, string code, string message) =>
        activity.SetTag("hotweave.code", code).SetStatus(ActivityStatusCode.Error, message);
}
