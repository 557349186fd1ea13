using System.Globalization;
using System.Text.Json.Serialization;
using HotWeave.Tool.Comparing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver;

namespace HotWeave.Tool.Output;

/// <summary>
/// What differs between two builds, and the patch made of it. Outcome: <c>made</c>, <c>no-changes</c>, <c>refused</c>;
/// for diff <c>expressible</c>, <c>no-changes</c>, <c>rude</c>, <c>refused</c>.
/// </summary>
internal sealed record PatchDocument : Document
{
    /// <summary>The deployed build.</summary>
    public required string Baseline { get; init; }

    /// <summary>The new build.</summary>
    public required string New { get; init; }

    /// <summary>The patch file; null when none was written.</summary>
    public string? Patch { get; init; }

    /// <summary>The patch's digest; null when none was made.</summary>
    public string? PatchId { get; init; }

    /// <summary>One of the words of <see cref="Word"/>; null when the inputs were refused.</summary>
    public string? Verdict { get; init; }

    /// <summary>The differences.</summary>
    public required IReadOnlyList<EditDocument> Edits { get; init; }

    /// <summary>Of two folders, the files beside the code that differ, by their paths in the folder.</summary>
    public required IReadOnlyList<string> Beside { get; init; }

    /// <summary>The assemblies that are not deployed and that the patch brings.</summary>
    public required IReadOnlyList<string> Dependencies { get; init; }

    /// <summary>Why the patch changes what state means; empty where it does not.</summary>
    public required IReadOnlyList<string> State { get; init; }

    /// <summary>The methods that are called round the swap.</summary>
    public required IReadOnlyList<string> Hooks { get; init; }

    /// <summary>What in the release has no effect before the next start.</summary>
    public required IReadOnlyList<DiagnosticDocument> Waits { get; init; }

    /// <summary>A verdict as one word.</summary>
    public static string? Word(PatchVerdict verdict) => verdict switch
    {
        PatchVerdict.Live => "live",
        PatchVerdict.LiveWithRemarks => "live-with-remarks",
        PatchVerdict.LiveRestAtNextStart => "live-rest-at-next-start",
        PatchVerdict.NothingToDo => "nothing-to-do",
        PatchVerdict.Restart => "restart",
        _ => null,
    };

    public override void Print(TextReport report)
    {
        if (Edits.Count > 0)
            report.Table(["type", "edit", "member", "source"], EditRows.Write(Edits));
        var remarks = Diagnostics.GroupBy(static d => StaysBehind.KindOf(d)).Where(static g => g.Key is not null).ToList();
        if (remarks.Count > 0)
            report.Table(["what stays behind", "remarks", "codes"], remarks.Select(static r => Row(r.Key!, r)));
        var rude = Diagnostics.Where(static d => d.Severity == "error" && d.Kind is "edit" or "hook").ToList();
        if (rude.Count > 0)
            report.Table(["what no patch can carry", "edits", "codes"], [Row("see the messages", rude)]);
        report.Section("waits for the next start", [.. Waits.Select(static w => $"{w.Member ?? w.Message} ({w.Id})").Distinct()]);
        report.Section("brings along", Dependencies);
        report.Section("changes state", State);
        report.Section("hooks", Hooks);
        report.Line(Outcome switch
        {
            "made" => $"{Patch}: {Counted.Name(Edits.Count, "edit")}, patch {ShortText.CutDigest(PatchId ?? "")}",
            "expressible" => $"a patch can carry {Counted.Name(Edits.Count, "edit")}",
            "no-changes" => "no patch is needed",
            _ when Verdict == "restart" => "no patch can carry this: the errors say why",
            _ when Verdict is not null => "a patch could carry this, and was not asked for: a strict comparison takes what goes live as a whole",
            _ => "not compared: the errors say why",
        });
        if (Verdict is not null)
            report.Line("verdict: " + Phrase(Verdict));
    }

    private static string Phrase(string verdict) => verdict == "live-rest-at-next-start" ? "live, the rest at the next start" : verdict.Replace('-', ' ');

    private static IReadOnlyList<string> Row(string what, IEnumerable<DiagnosticDocument> messages)
    {
        var ids = messages.Select(static d => d.Id).ToList();
        return [what, ids.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", ids.Distinct().Order(StringComparer.Ordinal))];
    }
}

/// <summary>One difference.</summary>
/// <param name="Kind"><c>added</c>, <c>changed</c> or <c>deleted</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Member">The member; the type's own name when it is about the whole type.</param>
/// <param name="File">The source file, or null.</param>
/// <param name="Line">The line, or null.</param>
/// <param name="Column">The column, or null.</param>
/// <param name="Part">The lambda or local function in the member that differs; null where it is the member itself.</param>
internal sealed record EditDocument(string Kind, string Type, string Member, string? File, int? Line, int? Column, string? Part)
{
    /// <summary>An edit for programs.</summary>
    public static EditDocument From(Edit edit) => new(
        edit.Kind.ToString().ToLowerInvariant(), edit.Type, edit.Member, edit.Location?.File, edit.Location?.Line, edit.Location?.Column, edit.Part);

    /// <summary>The member without the name of its type before it.</summary>
    [JsonIgnore]
    public string NameInType => Member.StartsWith(Type.Replace('/', '.') + ".", StringComparison.Ordinal) ? Member[(Type.Length + 1)..] : Member;
}
