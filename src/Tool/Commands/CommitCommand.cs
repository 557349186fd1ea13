using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;
using HotWeave.Tool.Watching;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave commit</c>: makes a prepared patch current.</summary>
internal sealed class CommitCommand : CommandBase
{
    private readonly Argument<string> _patch = PreparedArgument.Create();
    private readonly ProcessOption _process = new();
    private readonly TurnOptions _turn = new();
    private readonly TrialOptions _trial = new();

    public CommitCommand()
        : base("commit", "Makes a prepared patch of a live process current.")
    {
        Arguments.Add(_patch);
        _process.AddTo(this);
        _turn.AddTo(this);
        _trial.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var request = new CommitRequest(parse.GetValue(_patch) ?? "", _turn.Read(parse), _trial.Read(parse));
        return _trial.IsWaitedFor(parse)
            ? TrialWait.Follow(TrialWait.Begin(() => Commit(id, request, presenter)), presenter)
            : Commit(id, request, presenter);
    }

    private SwapDocument Commit(int id, CommitRequest request, Presenter presenter)
    {
        using var progress = new TurnProgress(id);
        return presenter.Wait($"Committing in process {id}", () => Commit(id, request), progress.Ask);
    }

    private SwapDocument Commit(int id, CommitRequest request)
    {
        return ProcessReport.Ask<SwapDocument>(id, request, Name, "applied");
    }
}
