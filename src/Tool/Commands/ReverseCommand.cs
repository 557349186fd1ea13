using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave reverse</c>: turns the last swap of a live process back while old units of work drain.</summary>
internal sealed class ReverseCommand : CommandBase
{
    private readonly ProcessOption _process = new();

    public ReverseCommand()
        : base("reverse", "Turns the last swap of a live process back while units of work of the version before it still run.") => _process.AddTo(this);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        return presenter.Wait($"Reversing in process {id}", () => Reverse(id));
    }

    private SwapDocument Reverse(int id)
    {
        return ProcessReport.Ask<SwapDocument>(id, new ReverseRequest(), Name, "reversed");
    }
}
