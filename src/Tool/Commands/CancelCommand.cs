using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave cancel</c>: ends the swap operation that is under way in a live process.</summary>
internal sealed class CancelCommand : CommandBase
{
    private readonly ProcessOption _process = new();

    public CancelCommand()
        : base("cancel", "Ends the swap operation that is under way in a live process; up to its turn, and then nothing has changed.") => _process.AddTo(this);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        return presenter.Wait($"Cancelling in process {id}", () => Cancel(id));
    }

    private CancelDocument Cancel(int id)
    {
        var reply = LiveProcess.Ask<CancelReply>(id, new CancelRequest());
        return new CancelDocument
        {
            Command = Name,
            Outcome = reply.Operations.Count > 0 ? "cancelled" : "idle",
            ProcessId = id,
            Operations = reply.Operations,
        };
    }
}
