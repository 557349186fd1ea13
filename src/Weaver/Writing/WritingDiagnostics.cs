using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver.Writing;

/// <summary>The messages of writing, HW5xxx.</summary>
internal static class WritingDiagnostics
{
    public static readonly DiagnosticDescriptor CannotWrite = Error("HW5001",
        "{0} cannot be written ({1}); nothing was changed: {2}");

    public static readonly DiagnosticDescriptor KeyUnreadable = Error("HW5002",
        "The strong name key {0} cannot be read: {1}");

    public static readonly DiagnosticDescriptor KeyInvalid = Error("HW5003",
        "{0} is not a strong name key pair (.snk with a private key), so {1} cannot be signed again; give the key pair, or none to keep the public key without a signature");

    public static readonly DiagnosticDescriptor KeyOfAnother = Error("HW5004",
        "The strong name key {0} is not the one whose public key {1} has, so signing with it would change the assembly's identity; give the key that the assembly was signed with, or none");

    public static readonly DiagnosticDescriptor InvalidInputCode = new("HW5005", DiagnosticKind.Input, DiagnosticSeverity.Error,
        "The patch would have code that is not valid ({0}), and so have the builds that it is made from ({1}); build them again. If they are as a compiler made them, report it");

    private static DiagnosticDescriptor Error(string id, string format) => new(id, DiagnosticKind.Output, DiagnosticSeverity.Error, format);
}
