using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Watching;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave status</c>: the versions of a live process.</summary>
internal sealed class StatusCommand : CommandBase
{
    private readonly ProcessOption _process = new();
    private readonly Option<bool> _watch = new("--watch") { Description = "Show it again about once a second, until Ctrl+C or the end of the process; redirected, a line for each change." };

    public StatusCommand()
        : base("status", "Shows the versions of a live process and the woven assemblies in it.")
    {
        _process.AddTo(this);
        Options.Add(_watch);
        Validators.Add(result =>
        {
            if (result.GetValue(_watch) && result.GetValue(Format) == OutputFormat.Json)
                result.AddError("--watch shows text; a program asks for '--format json' as often as it likes.");
        });
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = _process.Read(parse);
        using var connection = presenter.Wait($"Asking process {id}", () => LiveProcess.Connect(id));
        return parse.GetValue(_watch) ? Watch(id, connection, presenter) : Ask(id, connection);
    }

    private WatchedDocument Watch(int id, ControlConnection connection, Presenter presenter)
    {
        using var interruption = new Interruption();
        var watch = new StatusWatch(() => Ask(id, connection), () => ProcessReader.Read(id) is not null, interruption.Wait);
        var changes = new StatusChanges();
        var hasEnded = presenter.Watch(watch.Run, status => changes.Since(status.Report));
        return new WatchedDocument { Command = Name, Outcome = hasEnded ? "ended" : "interrupted", ProcessId = id };
    }

    private StatusDocument Ask(int id, ControlConnection connection)
    {
        var ghost = connection.Ask<GhostStatusReply>(new GhostStatusRequest());
        var document = ProcessReport.Ask<StatusDocument>(connection, id, new StatusRequest(), Name, "done");
        return document with
        {
            Report = document.Report with { Framework = connection.Agent.Framework, RuntimeVersion = connection.Agent.RuntimeVersion },
            IsGhost = ghost.IsGhost,
            Stubs = ghost.Stubs,
            RunningFromBefore = Place(id, ghost.Running),
        };
    }

    private static IReadOnlyList<OldActivation> Place(int id, IReadOnlyList<OldActivation> running) =>
        running.Count > 0 && ProcessReader.Read(id) is { } process
            ? [.. running.Select(a => a with { Method = SourcePlace.Describe(process, a) })]
            : running;
}
