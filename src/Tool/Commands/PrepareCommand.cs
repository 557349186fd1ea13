using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave prepare</c>: does all that is slow about a patch and changes nothing, so that <c>commit</c> is quick.</summary>
internal sealed class PrepareCommand : CommandBase
{
    private readonly PatchArgument _patch = new();
    private readonly ProcessOption _process = new();
    private readonly Option<bool> _acceptOlder = new("--accept-older")
    {
        Description = "Take a signed patch that is older than what the process had; only where the process is set to accept that.",
    };

    public PrepareCommand()
        : base("prepare", "Checks, loads and compiles a patch in a live process and changes nothing; 'commit' makes it current.")
    {
        _patch.AddTo(this);
        _process.AddTo(this);
        Options.Add(_acceptOlder);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var request = new PrepareRequest(_patch.IsReclaimable(parse), _patch.Read(parse)) { AcceptOlder = parse.GetValue(_acceptOlder) };
        return presenter.Wait($"Preparing in process {id}", () => Prepare(id, request));
    }

    private PreparedDocument Prepare(int id, PrepareRequest request)
    {
        return ProcessReport.Ask<PreparedDocument>(id, request, Name, "prepared");
    }
}
