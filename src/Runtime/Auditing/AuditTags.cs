using System.Diagnostics;

namespace HotWeave.Auditing;

/// <summary>What a trace says of an operation.</summary>
internal static class AuditTags
{
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
        activity.SetTag("hotweave.ghost", record.IsGhost ? true : null);
    }
}
