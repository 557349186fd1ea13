using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave status</c>: the versions of a live process.</summary>
internal sealed class StatusCommand : CommandBase
{
    private readonly Option<int> _process = ProcessOption.Create();

    public StatusCommand()
        : base("status", "Shows the versions of a live process and the woven assemblies in it.") => Options.Add(_process);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = parse.GetValue(_process);
        return presenter.Wait($"Asking process {id}", () => Ask(id));
    }

    private StatusDocument Ask(int id)
    {
        using var connection = LiveProcess.Connect(id);
        var status = connection.Ask<StatusReply>(new StatusRequest());
        return new StatusDocument
        {
            Command = Name,
            Outcome = "done",
            ProcessId = id,
            Framework = connection.Agent.Framework,
            RuntimeVersion = connection.Agent.RuntimeVersion,
            Current = status.Current,
            Operation = status.Operation.Length > 0 ? status.Operation : null,
            Versions = status.Versions,
            Assemblies = status.Assemblies,
            Units = status.Units,
            RunningUnits = status.RunningUnits,
            WaitingUnits = status.WaitingUnits < 0 ? null : status.WaitingUnits,
            NotKnown = status.NotKnown,
            Prepared = status.Prepared,
            Trial = status.Trial,
        };
    }
}
