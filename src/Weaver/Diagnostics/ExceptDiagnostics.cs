namespace HotWeave.Weaver.Diagnostics;

/// <summary>What is said of types that keep their deployed code by request.</summary>
internal static class ExceptDiagnostics
{
    /// <summary>A type keeps its deployed code.</summary>
    public static readonly DiagnosticDescriptor StaysByRequest = new("HW3340", DiagnosticKind.NextStart, DiagnosticSeverity.Warning,
        "{0} stays behind by request: it keeps its deployed code, and what the new build changes in it takes effect at the next start.");

    /// <summary>The rest of the change needs what the deployed type does not have.</summary>
    public static readonly DiagnosticDescriptor ExceptedMemberUsed = Refusal("HW3341",
        "{0} needs {1} of the new build, and {2} keeps its deployed code by request, without that. Name the type of {0} with --except too, or take {2} from the exceptions.");

    /// <summary>The deployed type needs what the new build does not have any more.</summary>
    public static readonly DiagnosticDescriptor ExceptedNeedsGone = Refusal("HW3342",
        "{0} keeps its deployed code by request, and that needs {1}, which the new build does not have. Keep it in the new build, name its type with --except too, or take {0} from the exceptions.");

    /// <summary>A constant of the type has another value.</summary>
    public static readonly DiagnosticDescriptor ExceptedConstantDiffers = Refusal("HW3343",
        "{0} keeps its deployed code by request, and its constant {1} has another value in the new build, which compilers copy to whoever reads it. Keep the value, or take {0} from the exceptions.");

    /// <summary>A type does not implement what it has to.</summary>
    public static readonly DiagnosticDescriptor ExceptedLacksSlot = Refusal("HW3344",
        "{0} does not implement {1}, since {2} keeps its deployed code by request. Name the type of {1} with --except too, or take {2} from the exceptions.");

    /// <summary>The rest of the change goes by a base type or interface that the deployed type does not have.</summary>
    public static readonly DiagnosticDescriptor ExceptedBaseUsed = Refusal("HW3345",
        "{0} may take {1} for {2}, which it is in the new build only: {1} keeps its deployed code by request. Name the type of {0} with --except too, or take {1} from the exceptions.");

    /// <summary>The type is of another kind in the new build.</summary>
    public static readonly DiagnosticDescriptor ExceptedKindDiffers = Refusal("HW3346",
        "{0} is deployed as {1} and is {2} in the new build, so it cannot keep its deployed code. Take it from the exceptions.");

    /// <summary>A pattern names no type.</summary>
    public static readonly DiagnosticDescriptor NothingExcepted = new("HW7067", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "--except {0} names no type that both builds have. Write the full name with its namespace, or a pattern with * in it.");

    private static DiagnosticDescriptor Refusal(string id, string format) => new(id, DiagnosticKind.Edit, DiagnosticSeverity.Error, format);
}
