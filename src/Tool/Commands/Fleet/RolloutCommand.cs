using System.CommandLine;
using HotWeave.Dashboard.Operations;
using HotWeave.Fleet.Contract;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary><c>hotweave fleet rollout</c>: begins to bring a published patch to the instances, wave by wave.</summary>
internal sealed class RolloutCommand : FleetCommandBase
{
    private readonly Argument<string> _digest = new("digest") { Description = "The patch's digest, or the beginning of it." };
    private readonly Option<string> _waves = new("--waves")
    {
        Description = "How many instances have it after each step: numbers and shares, the last being all of them.",
        DefaultValueFactory = static _ => "1,10%,50%,100%",
    };

    private readonly Option<string?> _deadline = new("--deadline") { Description = "Give it back if it is not done after so long, such as 30m." };
    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Take the steps until the end; the exit code is 0 only if it succeeds. Without it an instance that controls does.",
    };

    private readonly TurnOptions _turn = new();
    private readonly TrialOptions _trial = new();

    public RolloutCommand()
        : base("rollout", "Brings a published patch to the instances, wave by wave; the next follows when the one before has succeeded.")
    {
        Arguments.Add(_digest);
        _waves.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && Wave.ParseAll(text) is null)
                result.AddError("--waves takes numbers and shares that grow, such as 1,10%,50%,100%, of which the last is 100%.");
        });
        _deadline.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && TermText.ParseTime(text) is null)
                result.AddError("--deadline takes a time from 0.01s to 24h, such as 90s, 30m or 2h.");
        });
        Options.Add(_waves);
        Options.Add(_deadline);
        Options.Add(_wait);
        _turn.AddModeTo(this);
        _trial.AddTermsTo(this);
    }

    protected override async Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation)
    {
        var patch = await session.Operator.FindPatchAsync(parse.GetRequiredValue(_digest), cancellation).ConfigureAwait(false);
        TimeSpan? deadline = parse.GetValue(_deadline) is { } text ? TimeSpan.FromMilliseconds(TermText.ParseTime(text)!.Value) : null;
        var waves = Wave.ParseAll(parse.GetRequiredValue(_waves))!;
        var wish = await session.Operator.BeginAsync(patch, waves, ReadTerms(parse), deadline, cancellation).ConfigureAwait(false);
        if (!parse.GetValue(_wait))
            return await session.DescribeAsync(Name, "begun", cancellation).ConfigureAwait(false);
        return await new RolloutWait(session, wish.Rollout!.Number).DescribeEndAsync(Name, presenter).ConfigureAwait(false);
    }

    private ReleaseTerms ReadTerms(ParseResult parse)
    {
        var turn = _turn.Read(parse);
        var trial = _trial.Read(parse);
        return new ReleaseTerms
        {
            Mode = turn.Mode.Length == 0 ? null : turn.Mode,
            Timeout = turn.Timeout == 0 ? null : turn.Timeout,
            Probation = trial?.Window,
            Share = trial?.Share,
            MaxErrorRate = trial?.MaxErrorRate is >= 0 and var rate ? rate : null,
            MaxLatencyRatio = trial?.MaxLatencyRatio is >= 0 and var ratio ? ratio : null,
            MinUnits = trial?.MinUnits is >= 0 and var units ? units : null,
        };
    }
}
