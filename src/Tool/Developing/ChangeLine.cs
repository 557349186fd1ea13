using System.Globalization;
using HotWeave.Tool.Output;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Tool.Developing;

/// <summary>What became of a change, in one line: what it was, where, whether it is live, and how long that took.</summary>
internal static class ChangeLine
{
    private const int Named = 2;
    private const int LongestReason = 120;

    /// <summary>Writes it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="elapsed">From the save, or the end of the one before.</param>
    /// <param name="compiling">How much of that was the build.</param>
    /// <param name="place">Writes a place in a source file, relative and as a link where that can be.</param>
    public static string Write(LiveChange change, TimeSpan elapsed, TimeSpan compiling, Func<SourceLocation, string> place)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s (build {compiling.TotalSeconds:0.0} s)");
        return change.Outcome switch
        {
            ChangeOutcome.Nothing => "no effect: the running program would do nothing otherwise",
            ChangeOutcome.Live => $"{Phrase(change)}: {Describe(change.Edits, place)}, {time}{Reason(change, place)}",
            ChangeOutcome.Refused => $"not taken: {Describe(change.Edits, place)}{Reason(change, place)}; r restarts",
            _ => $"restart needed: {Describe(change.Edits, place)}{Reason(change, place)}; r restarts",
        };
    }

    private static string Phrase(LiveChange change) => change.Verdict switch
    {
        _ when change.Messages.Count == 0 => "live",
        PatchVerdict.LiveRestAtNextStart => "live, the rest at the next start",
        _ => "live with remarks",
    };

    private static string Describe(IReadOnlyList<Edit> edits, Func<SourceLocation, string> place)
    {
        var written = edits.Where(static e => !e.Member.Contains('<', StringComparison.Ordinal)).ToList();
        var shown = written.Count > 0 ? written : [.. edits];
        if (shown.Count == 0)
            return "back to what the program was started with";
        var names = string.Join(", ", shown.Take(Named).Select(static e => $"{ShortName(e)} {Word(e.Kind)}"));
        var more = shown.Count > Named ? $" and {Counted.Name(shown.Count - Named, "edit")} more" : "";
        return names + more + (shown.Select(static e => e.Location).OfType<SourceLocation>().FirstOrDefault() is { } first ? $" ({place(first)})" : "");
    }

    private static string Word(EditKind kind) => kind.ToString().ToLowerInvariant();

    // Without namespace and parameters: who has just written it knows it.
    private static string ShortName(Edit edit)
    {
        var name = edit.Member.Split('(')[0];
        var parts = name.Split('.');
        return parts.Length > 1 ? string.Join('.', parts[^2..]) : name;
    }

    private static string Reason(LiveChange change, Func<SourceLocation, string> place)
    {
        if (change.Messages.Count == 0)
            return "";
        var first = change.Messages[0];
        var more = change.Messages.Count > 1 ? $" and {Counted.Name(change.Messages.Count - 1, "message")} more" : "";
        return $"; {first.Id} {Shorten(first.Message)}{(first.Location is { } where ? $" ({place(where)})" : "")}{more}, w says why";
    }

    private static string Shorten(string message)
    {
        var sentence = message.Split(". ")[0].TrimEnd('.');
        return sentence.Length > LongestReason ? sentence[..(LongestReason - 1)] + "…" : sentence;
    }
}
