using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave promote</c>: lets everybody have the version that a share of the units has on trial.</summary>
internal sealed class PromoteCommand : CommandBase
{
    private readonly ProcessOption _process = new();

    public PromoteCommand()
        : base("promote", "Lets all units of work of a live process have the version that a share of them has on trial; 'rollback' gives it back.") => _process.AddTo(this);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        return presenter.Wait($"Promoting in process {id}", () => Promote(id));
    }

    private SwapDocument Promote(int id)
    {
        return ProcessReport.Ask<SwapDocument>(id, new PromoteRequest(), Name, "promoted");
    }
}
