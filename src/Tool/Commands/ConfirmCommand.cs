using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave confirm</c>: ends the current version's probation, so that a restart goes to it.</summary>
internal sealed class ConfirmCommand : CommandBase
{
    private readonly ProcessOption _process = new();
    private readonly Option<int?> _version = VersionOption.Create("--only", "The version that is meant; refused if another one is current.");

    public ConfirmCommand()
        : base("confirm", "Ends the probation of a live process's current version: a restart goes to it.")
    {
        _process.AddTo(this);
        Options.Add(_version);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var request = new ConfirmRequest(parse.GetValue(_version));
        return presenter.Wait($"Confirming in process {id}", () => Confirm(id, request));
    }

    private ConfirmDocument Confirm(int id, ConfirmRequest request)
    {
        using var connection = LiveProcess.Connect(id);
        var document = ProcessReport.Ask<ConfirmDocument>(connection, id, request, Name, "confirmed");
        return connection.Ask<GhostStatusReply>(new GhostStatusRequest()).IsGhost && !(ProcessReader.Read(id) is { } process && SwapReadiness.StartsWoven(process))
            ? document with { Diagnostics = [.. document.Diagnostics, DiagnosticDocument.From(GhostDiagnostics.ForgottenAtRestart.With(id))] }
            : document;
    }
}
