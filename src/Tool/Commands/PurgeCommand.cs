using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave purge</c>: rids a live process of old code.</summary>
internal sealed class PurgeCommand : CommandBase
{
    private readonly ProcessOption _process = new();
    private readonly Option<bool> _soft = new("--soft") { Description = "Ask no unit of work to end; leave alone what they run." };
    private readonly Option<double?> _timeout = SecondsOption.Create("--timeout", "How many seconds units of work that were asked to end may take; without it the process's setting, else 2.");
    private readonly Option<int?> _only = VersionOption.Create("--only", "The version that is meant; without it every one that is not current.");

    public PurgeCommand()
        : base("purge", "Asks units of work on old versions of a live process to end, unloads what can be unloaded, and says what still holds the rest.")
    {
        _process.AddTo(this);
        Options.Add(_soft);
        Options.Add(_timeout);
        Options.Add(_only);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var request = new PurgeRequest(parse.GetValue(_soft), SecondsOption.Milliseconds(parse.GetValue(_timeout)), parse.GetValue(_only));
        return presenter.Wait($"Purging process {id}", () => Purge(id, request));
    }

    private PurgeDocument Purge(int id, PurgeRequest request)
    {
        var found = ProcessReport.Ask<PurgeDocument>(id, request, Name, "purged");
        return found.Report.Versions.All(static v => v.Outcome is "unloaded" or "permanent") ? found : found with { Outcome = "held", ExitCode = ExitCode.Refused };
    }
}
