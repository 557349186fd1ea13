using System.CommandLine;
using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave rollback</c>: makes an earlier version of a live process current again.</summary>
internal sealed class RollbackCommand : CommandBase
{
    private readonly Option<int> _process = ProcessOption.Create();
    private readonly Option<int?> _to = new("--to") { Description = "The version to go back to, 0 being the baseline; without it the one before the current." };

    private readonly TurnOptions _turn = new();

    public RollbackCommand()
        : base("rollback", "Makes an earlier version of a live process current again.")
    {
        _to.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var to) && to < 0)
                result.AddError("--to takes a version number, 0 or more.");
        });
        Options.Add(_process);
        Options.Add(_to);
        _turn.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = parse.GetValue(_process);
        var request = new RollbackRequest(parse.GetValue(_to), _turn.Read(parse));
        return presenter.Wait($"Rolling back process {id}", () => Rollback(id, request));
    }

    private SwapDocument Rollback(int id, RollbackRequest request)
    {
        using var connection = LiveProcess.Connect(id);
        return SwapReport.Create(Name, "rolled-back", id, connection.Ask<SwapReply>(request));
    }
}
