using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;
using HotWeave.Tool.Watching;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave rollback</c>: makes an earlier version of a live process current again.</summary>
internal sealed class RollbackCommand : CommandBase
{
    private readonly ProcessOption _process = new();
    private readonly Option<int?> _to = VersionOption.Create("--to", "The version to go back to, 0 being the baseline; without it the one before the current.");

    private readonly TurnOptions _turn = new();

    public RollbackCommand()
        : base("rollback", "Makes an earlier version of a live process current again.")
    {
        _process.AddTo(this);
        Options.Add(_to);
        _turn.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var request = new RollbackRequest(parse.GetValue(_to), _turn.Read(parse));
        using var progress = new TurnProgress(id);
        return presenter.Wait($"Rolling back process {id}", () => Rollback(id, request), progress.Ask);
    }

    private SwapDocument Rollback(int id, RollbackRequest request)
    {
        return ProcessReport.Ask<SwapDocument>(id, request, Name, "rolled-back");
    }
}
