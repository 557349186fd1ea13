using System.Text.Json.Serialization;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Output;

/// <summary>What a command found and did: the JSON that a program reads, and what a person is shown. Property names are a contract.</summary>
internal abstract record Document
{
    /// <summary>The command's name.</summary>
    [JsonPropertyOrder(-3)]
    public required string Command { get; init; }

    /// <summary>How it ended, in one word; each command documents its own.</summary>
    [JsonPropertyOrder(-2)]
    public required string Outcome { get; init; }

    /// <summary>All messages.</summary>
    [JsonPropertyOrder(100)]
    public IReadOnlyList<DiagnosticDocument> Diagnostics { get; init; } = [];

    /// <summary>The exit code that says the same.</summary>
    [JsonIgnore]
    public int ExitCode { get; init; } = Tool.ExitCode.Done;

    /// <summary>Shows it to a person; the diagnostics have been shown.</summary>
    public abstract void Print(TextReport report);
}

/// <summary>One message.</summary>
/// <param name="Id">The frozen id, such as <c>HW7001</c>.</param>
/// <param name="Kind">What it means for a change that is compared, such as <c>edit</c>, <c>remark</c> or <c>next-start</c>.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">The text.</param>
/// <param name="Member">The member it is about, or null.</param>
/// <param name="File">The source file, or null.</param>
/// <param name="Line">The line, or null.</param>
/// <param name="Column">The column, or null.</param>
internal sealed record DiagnosticDocument(string Id, string Kind, string Severity, string Message, string? Member, string? File, int? Line, int? Column)
{
    /// <summary>The same message for programs.</summary>
    public static DiagnosticDocument Of(Diagnostic diagnostic) => new(
        diagnostic.Id,
        diagnostic.Kind == DiagnosticKind.NextStart ? "next-start" : diagnostic.Kind.ToString().ToLowerInvariant(),
        diagnostic.Severity.ToString().ToLowerInvariant(),
        diagnostic.Message,
        diagnostic.Member,
        diagnostic.Location?.File,
        diagnostic.Location?.Line,
        diagnostic.Location?.Column);

    /// <summary>The form that MSBuild and editors recognise.</summary>
    public override string ToString() => (File is null ? "" : $"{File}({Line},{Column}): ") + $"{Severity} {Id}: {Message}";
}

/// <summary>A command that found what it was to do done already. Outcome: <c>nothing-to-do</c>.</summary>
internal sealed record NothingToDoDocument : Document
{
    // It is the result, so it belongs to the standard output, whatever messages are shown.
    public override void Print(TextReport report)
    {
        foreach (var reason in Diagnostics)
            report.Line($"nothing to do: {reason.Message} ({reason.Id})");
    }
}

/// <summary>A command that did nothing, and why.</summary>
internal sealed record RefusedDocument : Document
{
    public override void Print(TextReport report)
    {
        // The diagnostics say it all.
    }
}
