using System.CommandLine;
using System.CommandLine.Parsing;
using HotWeave.Control.Protocol;
using HotWeave.Dashboard.Operations;

namespace HotWeave.Tool.Commands;

/// <summary>The options that say how a new version is tried.</summary>
internal sealed class TrialOptions
{
    private const int DefaultWindow = 60_000;

    private readonly Option<string?> _canary = Share("--canary", "Give only this share of the new units of work the new version until the verdict, such as 5%.");
    private readonly Option<string?> _probation = new("--probation") { Description = "Watch the new version's units of work for so long, such as 60s or 5m, and give it back by itself if they fail too often." };
    private readonly Option<string?> _maxErrorRate = Share("--max-error-rate", "The share of its units that may fail; without it one in a hundred more than of the old version's.");
    private readonly Option<double?> _maxLatencyRatio = new("--max-latency-ratio") { Description = "How many times as long as the old version's units its units may take; without it time is not judged." };
    private readonly Option<int?> _minUnits = new("--min-units") { Description = "With fewer units there is no verdict; 20." };
    private readonly Option<bool> _confirm = new("--confirm") { Description = "Confirm the version if it succeeds." };

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for the verdict; the exit code is 0 only if the version succeeds." };

    public TrialOptions() => _probation.Validators.Add(static result =>
    {
        if (result.Tokens is [{ Value: var text }] && TermText.ParseTime(text) is null)
            result.AddError("--probation takes a time from 0.01s to 24h, such as 60s, 5m or 1h.");
    });

    public void AddTo(Command command) =>
        Add(
            command,
            [_maxErrorRate, _maxLatencyRatio, _minUnits, _confirm, _wait],
            "Thresholds, --confirm and --wait need a trial: --probation, --canary or both.");

    /// <summary>Adds what says how others are to try it, without what this command does itself.</summary>
    public void AddTermsTo(Command command) =>
        Add(command, [_maxErrorRate, _maxLatencyRatio, _minUnits], "Thresholds need a trial: --probation, --canary or both.");

    private void Add(Command command, Option[] dependent, string misuse)
    {
        foreach (var option in (Option[])[_canary, _probation, .. dependent])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var isTrial = result.GetResult(_canary) is not null || result.GetResult(_probation) is not null;
            if (!isTrial && Array.Exists(dependent, o => result.GetResult(o) is { Implicit: false }))
                result.AddError(misuse);
        });
    }

    /// <summary>Null when no trial is asked for.</summary>
    public TrialTerms? Read(ParseResult parse)
    {
        var canary = parse.GetValue(_canary);
        var probation = parse.GetValue(_probation);
        return canary is null && probation is null ? null : new TrialTerms(
            canary is null ? 1 : TermText.ParseShare(canary)!.Value,
            probation is null ? DefaultWindow : TermText.ParseTime(probation)!.Value,
            parse.GetValue(_maxErrorRate) is { } rate ? TermText.ParseShare(rate)!.Value : -1,
            parse.GetValue(_maxLatencyRatio) ?? -1,
            parse.GetValue(_minUnits) ?? -1,
            parse.GetValue(_confirm));
    }

    /// <summary>Whether the command waits for the verdict.</summary>
    public bool IsWaitedFor(ParseResult parse) => parse.GetValue(_wait);

    /// <summary>The same, while the command line is read.</summary>
    public bool IsWaitedFor(CommandResult result) => result.GetValue(_wait);

    private static Option<string?> Share(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && TermText.ParseShare(text) is null)
                result.AddError($"{name} takes a share, such as 5% or 0.05.");
        });
        return option;
    }
}
