using System.CommandLine;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave ps</c>: live processes that use HotWeave, found without bringing anything into them.</summary>
internal sealed class PsCommand : CommandBase
{
    private readonly Option<bool> _unprepared = new("--unprepared")
    {
        Description = "Also list processes that nobody prepared, which 'hotweave weave --pid' weaves in their memory.",
    };

    public PsCommand()
        : base("ps", "Lists the live processes that can be swapped.") => Options.Add(_unprepared);

    protected override Document Run(ParseResult parse, Presenter presenter) => new ProcessesDocument
    {
        Command = Name,
        Outcome = "done",
        Processes = presenter.Wait("Looking at processes", () => ProcessCatalog.Read(parse.GetValue(_unprepared)).Select(AddVersion).ToList()),
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
            var status = ProcessReport.AskStatus(connection, process.ProcessId);
            return process with { Version = status.Current, Label = status.CurrentVersion is { ToLabel: { Length: > 0 } label } ? label : null };
        }
        catch (RefusedException)
        {
            // It ended meanwhile, or cannot be asked; 'status' says why.
            return process;
        }
    }
}
