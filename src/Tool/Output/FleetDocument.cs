using System.Globalization;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;

namespace HotWeave.Tool.Output;

/// <summary>An application's fleet. Outcome: <c>done</c>, or what the command did.</summary>
internal sealed record FleetDocument : Document
{
    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The digest of the release that all instances shall run; null for the deployed build.</summary>
    public required string? Release { get; init; }

    /// <summary>The roll-out under way; null where there is none.</summary>
    public required RolloutReport? Rollout { get; init; }

    /// <summary>The instances, by name.</summary>
    public required IReadOnlyList<InstanceLine> Instances { get; init; }

    /// <summary>What is published, by digest.</summary>
    public required IReadOnlyList<PublishedLine> Patches { get; init; }

    /// <summary>The roll-outs that have ended, the newest last.</summary>
    public required IReadOnlyList<RolloutReport> History { get; init; }

    /// <summary>What was done, when and by whom, the newest last.</summary>
    public required IReadOnlyList<FleetStepLine> Steps { get; init; }

    /// <summary>What lies in a store, as a document.</summary>
    public static FleetDocument Describe(
        string command, string outcome, FleetWish wish, IReadOnlyList<InstanceReport> instances, IReadOnlyList<PublishedPatch> patches) => new()
    {
        Command = command,
        Outcome = outcome,
        Application = wish.Application,
        Release = wish.Release,
        Rollout = wish.Rollout is null ? null : RolloutReport.From(wish.Rollout),
        Instances = [.. instances.OrderBy(static i => i.Instance, StringComparer.Ordinal).Select(i => InstanceLine.From(i, wish))],
        Patches = [.. patches.OrderBy(static p => p.Digest, StringComparer.Ordinal).Select(static p => new PublishedLine(p.Digest, p.Label, p.Length, p.By))],
        History = [.. wish.History.Select(RolloutReport.From)],
        Steps = [.. wish.Steps.Select(FleetStepLine.From)],
    };

    /// <summary>Where a roll-out stands, in a line.</summary>
    public static string Describe(Rollout rollout)
    {
        var wave = rollout.Wave < 0 ? "before the first wave" : $"wave {rollout.Wave + 1} of {rollout.Waves.Count} ({rollout.Waves[rollout.Wave]})";
        return $"{RolloutReport.Word(rollout.Phase)}, {wave}" + (rollout.Explain() is { Length: > 0 } reason ? $": {reason}" : "");
    }

    public override void Print(TextReport report)
    {
        report.Line($"{Application}: {(Release is null ? "the deployed build" : "release " + NameOf(Release))}, {Counted.Name(Instances.Count, "instance")}");
        if (Rollout is { } rollout)
            report.Line($"roll-out {rollout.Number} of {ShortText.CutLabel(rollout.Label)} by {rollout.By}: {rollout.State}");
        if (Instances.Count > 0)
        {
            report.Line("");
            report.Table(["INSTANCE", "ZONE", "RUNS", "CHOSEN", "VERDICT", "REASON"], Instances.Select(Row));
        }

        report.Section("published", [.. Patches.Select(Line)]);
    }

    private static string Line(PublishedLine patch) =>
        $"{ShortText.CutDigest(patch.Digest)}  {ShortText.CutLabel(patch.Label)}, {patch.Bytes} bytes, by {patch.By}";

    private IReadOnlyList<string> Row(InstanceLine instance) =>
    [
        instance.Name,
        instance.Zone,
        instance.Runs is null ? "deployed" : NameOf(instance.Runs),
        instance.IsChosen ? "yes" : "",
        instance.Verdict,
        instance.Reason,
    ];

    private string NameOf(string digest)
    {
        var label = Patches.FirstOrDefault(p => p.Digest == digest)?.Label;
        return ShortText.CutDigest(digest) + (label is { Length: > 0 } ? $" ({ShortText.CutLabel(label)})" : "");
    }
}

/// <summary>One instance.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="Runs">The digest of the patch in force; null for the deployed build.</param>
/// <param name="IsChosen">Whether the roll-out under way has chosen it.</param>
/// <param name="Verdict"><c>none</c>, <c>taking</c>, <c>on-trial</c>, <c>succeeded</c>, <c>inconclusive</c>, <c>failed</c>, <c>refused</c>,
/// <c>left</c> or <c>other-build</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record InstanceLine(string Name, string Zone, string? Runs, bool IsChosen, string Verdict, string Reason)
{
    /// <summary>An instance, beside what it shall run.</summary>
    public static InstanceLine From(InstanceReport instance, FleetWish wish)
    {
        var isForBuild = wish.Rollout is { } rollout
            ? InstanceKey.IsForBuild(rollout, instance)
            : wish.Release is null || WishedRelease.Concerns(wish, instance);
        var verdict = instance switch
        {
            { HasLeft: true } => "left",
            _ when !isForBuild => "other-build",
            { Verdict: InstanceVerdict.OnTrial } => "on-trial",
            _ => instance.Verdict.ToString().ToLowerInvariant(),
        };
        var isChosen = isForBuild && wish.Rollout is { } under && InstanceKey.IsChosen(wish.Application, under, instance);
        return new InstanceLine(instance.Instance, instance.Zone, instance.Runs, isChosen, verdict, isForBuild ? Explain(instance) : "it runs another build");
    }

    private static string Explain(InstanceReport instance) => instance.KeptBecause.Length == 0 || instance.KeptBecause == instance.Reason
        ? instance.Reason
        : (instance.Reason.Length > 0 ? instance.Reason + "; " : "") + "not given back: " + instance.KeptBecause;
}

/// <summary>A patch in the store.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="By">Who published it.</param>
internal sealed record PublishedLine(string Digest, string Label, long Bytes, string By);

/// <summary>A roll-out.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Digest">The patch.</param>
/// <param name="Label">What people call it.</param>
/// <param name="By">Who began it.</param>
/// <param name="Begun">When, in universal time.</param>
/// <param name="Phase"><c>running</c>, <c>paused</c>, <c>holding</c>, <c>going-back</c>, <c>succeeded</c>, <c>failed</c> or <c>aborted</c>.</param>
/// <param name="State">The same with the wave and the reason, in words.</param>
internal sealed record RolloutReport(int Number, string Digest, string Label, string By, string Begun, string Phase, string State)
{
    /// <summary>A roll-out for programs and people.</summary>
    public static RolloutReport From(Rollout rollout) => new(
        rollout.Number, rollout.Digest, rollout.Label, rollout.By, Format(rollout.Begun),
        Word(rollout.Phase), FleetDocument.Describe(rollout));

    /// <summary>A time as text.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A phase as one word.</summary>
    public static string Word(RolloutPhase phase) => phase == RolloutPhase.GoingBack ? "going-back" : phase.ToString().ToLowerInvariant();
}

/// <summary>A step of a roll-out, or that all instances went back.</summary>
/// <param name="Time">When, in universal time.</param>
/// <param name="By">Who took it.</param>
/// <param name="Rollout">The roll-out's number; 0 where there was none.</param>
/// <param name="Digest">The patch; null for the deployed build.</param>
/// <param name="Phase">What it came to, as a roll-out's phase.</param>
/// <param name="Wave">The wave, from 1; 0 before the first.</param>
/// <param name="Reason">Why.</param>
internal sealed record FleetStepLine(string Time, string By, int Rollout, string? Digest, string Phase, int Wave, string Reason)
{
    /// <summary>A step for programs and people.</summary>
    public static FleetStepLine From(FleetStep step) => new(
        RolloutReport.Format(step.Time), step.By, step.Rollout, step.Digest, RolloutReport.Word(step.Phase), step.Wave + 1, step.Reason);

    /// <summary>The step in a line.</summary>
    public string ToLine()
    {
        var what = Rollout == 0 ? "all instances go back" : $"roll-out {Rollout}: {Phase}" + (Wave > 0 ? $", wave {Wave}" : "");
        return $"{Time}  {what}, by {By}" + (Reason.Length > 0 ? $": {Reason}" : "");
    }
}

/// <summary>The roll-outs that have ended. Outcome: <c>done</c>.</summary>
internal sealed record FleetHistoryDocument : Document
{
    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The roll-outs, the newest last.</summary>
    public required IReadOnlyList<RolloutReport> Rollouts { get; init; }

    /// <summary>What was done, the newest last.</summary>
    public required IReadOnlyList<FleetStepLine> Steps { get; init; }

    public override void Print(TextReport report)
    {
        if (Rollouts.Count == 0)
            report.Line($"{Application}: no roll-out has ended");
        else
            report.Table(["NO", "BEGUN", "BY", "RELEASE", "END"], Rollouts.Select(static r =>
                (string[])[r.Number.ToString(CultureInfo.InvariantCulture), r.Begun, r.By, ShortText.CutLabel(r.Label), r.State]));
        report.Section("steps", [.. Steps.Select(static s => s.ToLine())]);
    }
}

/// <summary>A patch that was put into a store. Outcome: <c>published</c>.</summary>
internal sealed record PublishedDocument : Document
{
    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The patch's digest.</summary>
    public required string Digest { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>The file's length.</summary>
    public required long Bytes { get; init; }

    public override void Print(TextReport report) => report.Line($"{Application}: {ShortText.CutLabel(Label)} published as {Digest}");
}
