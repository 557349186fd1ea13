using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
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
        Processes = presenter.Wait("Looking at processes", static () => ProcessCatalog.Read().Select(AddVersion).ToList()),
    };

    /// <summary>Adds the current version. Where an agent listens, somebody has asked the process for something before; who only lists brings none.</summary>
    public static ProcessDocument AddVersion(ProcessDocument process)
    {
        if (process.Control != ProcessCatalog.Ready)
            return process;
        try
        {
            using var connection = LiveProcess.TryConnect(process.ProcessId);
            if (connection is null)
                return process;
            var status = ProcessReport.Ask<StatusDocument>(connection, process.ProcessId, new StatusRequest(), "status", "done");
            var label = status.Versions.FirstOrDefault(v => v.Number == status.Current)?.ToLabel;
            return process with { Version = status.Current, Label = string.IsNullOrEmpty(label) ? null : label };
        }
        catch (RefusedException)
        {
            // It ended meanwhile, or cannot be asked; 'status' says why.
            return process;
        }
    }
}
