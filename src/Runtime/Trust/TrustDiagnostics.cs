using HotWeave.Diagnostics;

namespace HotWeave.Trust;

/// <summary>
/// What is said of patches that are not believed, as a refusal where signatures are required, and as a warning where they are only looked
/// at.
/// </summary>
internal static class TrustDiagnostics
{
    internal static readonly SwapDiagnostic NotSigned = new("HW6340", SwapFailureKind.Refused,
        "The patch is not signed, and this process looks for signatures. Sign it: hotweave sign.");

    internal static readonly SwapDiagnostic MalformedSignature = new("HW6341", SwapFailureKind.Refused,
        "The patch's signature cannot be read: {0}. Sign the patch again.");

    internal static readonly SwapDiagnostic NotTrusted = new("HW6342", SwapFailureKind.Refused,
        "The patch is not signed by whom this process trusts: {0}. Have it signed by enough of the trusted keys, or restart the process with the keys that are to be trusted.");

    internal static readonly SwapDiagnostic OtherApplication = new("HW6343", SwapFailureKind.Refused,
        "The patch is signed for the application {0}, and this is {1}. Sign it for this one, or correct HotWeave.TrustApplication and restart.");

    internal static readonly SwapDiagnostic OtherContent = new("HW6344", SwapFailureKind.Refused,
        "The signature is not of this patch: {0}. Copy the patch again, or sign it again.");

    internal static readonly SwapDiagnostic Expired = new("HW6345", SwapFailureKind.Refused,
        "The patch's signature has expired: it was valid until {0}, and it is {1}. Sign the patch again, if it is still wanted.");

    internal static readonly SwapDiagnostic Replayed = new("HW6346", SwapFailureKind.Refused,
        "The patch is older than what this process had: its sequence number is {0}, and {1} or more is wanted{2}. Sign it again with a new number to go back to it{3}.");

    internal static readonly SwapDiagnostic TrustUnusable = new("HW6347",
        "Whom this process trusts is set in a way that cannot be used, so that no patch is taken: {0}. Correct it and restart.");

    internal static readonly SwapDiagnostic OlderVersion = new("HW6348", SwapFailureKind.Refused,
        "Version {0} is older than what was confirmed: the sequence number of its patch {1} is {2}, and {3} is confirmed. Go back to the baseline, or sign that patch again with a new number and apply it{4}.");

    internal static readonly SwapDiagnostic SequencesUnreadable = new("HW6349",
        "Which sequence numbers were confirmed cannot be read: {0} No patch is taken until that is mended. Confirming the deployed build writes the journal anew.");

    internal static readonly SwapDiagnostic FolderOpen = new("HW6350",
        "The folder of confirmed patches is not believed: {0}. Others could have put patches there. Give it and what is in it to the process's user and take from others the right to write "
        + "(chmod -R go-w), or set HotWeave.StrictModes to no.");

    internal static readonly SwapDiagnostic ExpiresSoon = new("HW6351",
        "The signature of the patch {0} expires on {1}; a start after that goes to the deployed build. Sign the patch again, apply and confirm it before.");
}
