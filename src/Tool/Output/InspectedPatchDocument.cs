namespace HotWeave.Tool.Output;

/// <summary>What a patch holds. Outcome: <c>patch</c>.</summary>
internal sealed record InspectedPatchDocument : Document
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The digest: the patch's identity.</summary>
    public required string PatchId { get; init; }

    /// <summary>The label of the build that it was made from.</summary>
    public required string FromLabel { get; init; }

    /// <summary>The label of the build that it leads to.</summary>
    public required string ToLabel { get; init; }

    /// <summary>The woven assemblies that it was made against.</summary>
    public required IReadOnlyList<PatchBaselineDocument> Baselines { get; init; }

    /// <summary>The types that it replaces.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The types that only it has.</summary>
    public required IReadOnlyList<string> AddedTypes { get; init; }

    /// <summary>The differences that it carries.</summary>
    public required IReadOnlyList<string> Edits { get; init; }

    /// <summary>Why it changes what state means; empty where it does not.</summary>
    public required IReadOnlyList<string> State { get; init; }

    /// <summary>The methods that are called round the swap.</summary>
    public required IReadOnlyList<string> Hooks { get; init; }

    /// <summary>What stays behind on old code.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The application that it is signed for, as it says; null where it is not signed.</summary>
    public string? SignedFor { get; init; }

    /// <summary>The ids of the keys that it says to be signed by. Nothing is checked: <c>hotweave verify</c> does that.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    public override void Print(TextReport report)
    {
        report.Line($"patch {PatchId}");
        report.Line($"{FromLabel} -> {ToLabel}");
        Section(report, "baselines", [.. Baselines.Select(b => $"{b.Assembly} {b.BaselineId}")]);
        Section(report, "replaces", Types);
        Section(report, "adds", AddedTypes);
        Section(report, "edits", Edits);
        Section(report, "changes state", State);
        Section(report, "hooks", Hooks);
        Section(report, "remarks", Remarks);
        Section(report, $"signed for {SignedFor}, not checked", Signatures);
    }

    private static void Section(TextReport report, string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        report.Line(title + ":");
        report.Items(items);
    }
}

/// <summary>A woven assembly that a patch was made against.</summary>
/// <param name="Assembly">Its simple name.</param>
/// <param name="BaselineId">The id embedded in it.</param>
internal sealed record PatchBaselineDocument(string Assembly, string BaselineId);
