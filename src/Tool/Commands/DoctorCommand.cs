using System.CommandLine;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Control;
using HotWeave.Tool.Examining;
using HotWeave.Tool.Output;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave doctor</c>: what is in the way of a swap of a live process, and what to do.</summary>
internal sealed class DoctorCommand : CommandBase
{
    private readonly ProcessOption _process = new();

    public DoctorCommand()
        : base("doctor", "Says what is in the way of a swap of a live process, and what to do.") => _process.AddTo(this);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        var findings = presenter.Wait($"Looking at process {id}", () => new Examination(id, Ask).Examine());
        var lines = findings.Select(Describe).ToList();
        var outcome = lines.Any(static l => l.Outcome == "ill") ? "ill" : lines.Any(static l => l.Outcome == "look") ? "look" : "well";
        return new DoctorDocument
        {
            Command = Name,
            Outcome = outcome,
            ExitCode = outcome == "ill" ? ExitCode.Refused : ExitCode.Done,
            ProcessId = id,
            Findings = lines,
        };
    }

    private static DoctorLine Describe(Finding finding) => finding.Problem is { } problem
        ? new DoctorLine(finding.Matter, problem.Severity == DiagnosticSeverity.Error ? "ill" : "look", $"{problem.Id}: {problem.Message}", problem.Id)
        : new DoctorLine(finding.Matter, "ok", finding.Text, null);

    private static ProcessStatus Ask(int id)
    {
        using var connection = LiveProcess.Connect(id);
        return ProcessReport.AskStatus(connection, id) with
        {
            Framework = connection.Agent.Framework,
            RuntimeVersion = connection.Agent.RuntimeVersion,
        };
    }
}
