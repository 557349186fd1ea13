namespace HotWeave.Auditing;

/// <summary>The words for how an operation ended. They are a contract with whoever reads the log.</summary>
internal static class AuditOutcome
{
    /// <summary>It did what was asked.</summary>
    internal const string Done = "done";

    /// <summary>There was nothing to do.</summary>
    internal const string Idle = "nothing-to-do";

    /// <summary>It was refused or failed, and changed nothing.</summary>
    internal const string Refused = "refused";

    /// <summary>Its caller cancelled it, and it changed nothing.</summary>
    internal const string Cancelled = "cancelled";
}
