using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>What the tool says about keys, signatures and the audit: HW713x to HW716x.</summary>
internal static class SigningDiagnostics
{
    public static readonly DiagnosticDescriptor KeyUnusable = new("HW7130", Use, Error,
        "The key '{0}' cannot be used: {1}");

    public static readonly DiagnosticDescriptor KeyExists = new("HW7131", Use, Error,
        "'{0}' is there already, and a key that is overwritten is lost. Nothing was made. Take another name or folder.");

    public static readonly DiagnosticDescriptor SignerFailed = new("HW7132", Use, Error,
        "The command '{0}' did not sign: {1}. Nothing was signed.");

    public static readonly DiagnosticDescriptor CannotSign = new("HW7133", Use, Error,
        "'{0}' cannot be signed or verified: {1}. Nothing was changed.");

    public static readonly DiagnosticDescriptor NoApplication = new("HW7134", Use, Error,
        "For which application '{0}' is signed is not said. Name it as its processes do (HotWeave.TrustApplication, else the name of the entry assembly): --application.");

    public static readonly DiagnosticDescriptor SignaturesGone = new("HW7135", Use, Warning,
        "What was signed has changed, so {0} earlier signatures of '{1}' are gone. Have it signed by those keys again.");

    public static readonly DiagnosticDescriptor NotVerified = new("HW7136", Use, Error,
        "'{0}' is not to be trusted: {1}.");

    public static readonly DiagnosticDescriptor KeysUnusable = new("HW7137", Use, Error,
        "The keys to trust cannot be used: {0}.");

    public static readonly DiagnosticDescriptor AuditBroken = new("HW7138", Use, Error,
        "The audit log '{0}' is not as it was written: {1}.");

    public static readonly DiagnosticDescriptor AuditWithoutHead = new("HW7139", Use, Error,
        "The audit log '{0}' has no line with the digest {1}, so it is not the one that had it, or was cut.");

    public static readonly DiagnosticDescriptor AuditUnfinished = new("HW7140", Use, Warning,
        "Line {0} of the audit log '{1}' is no record: its process died while it wrote it. The lines after it follow it.");

    public static readonly DiagnosticDescriptor KeyOpenToOthers = new("HW7141", Use, Warning,
        "Others than its owner may read or write the private key '{0}' (mode {1}). Close it (chmod 600), and make another where somebody could have read it.");
}
