using System.CommandLine;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave ps</c>: live processes that use HotWeave, found without bringing anything into them.</summary>
internal sealed class PsCommand() : CommandBase("ps", "Lists the live processes that can be swapped.")
{
    protected override Document Run(ParseResult parse, Presenter presenter) => new ProcessesDocument
    {
        Command = Name,
        Outcome = "done",
        Processes = presenter.Wait("Looking at processes", ProcessCatalog.Read),
    };
}
