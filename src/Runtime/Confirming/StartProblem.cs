namespace HotWeave.Confirming;

/// <summary>What was wrong with the confirmed patches when the process started, for the status and health checks.</summary>
internal static class StartProblem
{
    // Set while the process starts, on whichever thread; cleared by a confirmation.
    private static volatile string? s_text;

    /// <summary>Null when nothing was, or an operator has confirmed since.</summary>
    internal static string? Text => s_text;

    /// <summary>Notes the first problem, which is the cause of the others.</summary>
    internal static void Set(string problem) => s_text ??= problem;

    internal static void Clear() => s_text = null;
}
