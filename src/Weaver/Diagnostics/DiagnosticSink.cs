namespace HotWeave.Weaver.Diagnostics;

/// <summary>
/// Collects the messages of one operation, in the order they were found, so that all independent problems show in one run.
/// Not thread-safe: one operation, one sink, one thread.
/// </summary>
public sealed class DiagnosticSink
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>What was reported so far.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Whether any message is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a message.</summary>
    public void Report(Diagnostic diagnostic)
    {
        _diagnostics.Add(diagnostic);
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
    }
}
