using System.Text.Json;
using System.Text.Json.Serialization;
using HotWeave.Tool.Diagnostics;

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
    public IReadOnlyList<DiagnosticDocument> Diagnostics { get; set; } = [];

    /// <summary>What a process reports and this tool does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }

    /// <summary>The exit code that says the same.</summary>
    [JsonIgnore]
    public int ExitCode { get; init; } = Tool.Diagnostics.ExitCode.Done;

    /// <summary>Shows it to a person; the diagnostics have been shown.</summary>
    public abstract void Print(TextReport report);
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
