using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave discard</c>: gives a prepared patch up.</summary>
internal sealed class DiscardCommand : CommandBase
{
    private readonly Argument<string> _patch = PreparedArgument.Create();
    private readonly ProcessOption _process = new();

    public DiscardCommand()
        : base("discard", "Gives a prepared patch of a live process up.")
    {
        Arguments.Add(_patch);
        _process.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var request = new DiscardRequest(parse.GetValue(_patch) ?? "");
        return presenter.Wait($"Discarding in process {id}", () => Discard(id, request));
    }

    private PreparedDocument Discard(int id, DiscardRequest request)
    {
        return ProcessReport.Ask<PreparedDocument>(id, request, Name, "discarded");
    }
}
