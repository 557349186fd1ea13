using System.CommandLine;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary><c>hotweave fleet</c>: what there is to do with many processes.</summary>
internal sealed class FleetCommand : Command
{
    public FleetCommand()
        : base("fleet", "Rolls releases out over the processes of an application, in waves that judge themselves.")
    {
        Subcommands.Add(new PublishCommand());
        Subcommands.Add(new RolloutCommand());
        Subcommands.Add(new FleetWaitCommand());
        Subcommands.Add(new FleetStatusCommand());
        Subcommands.Add(new FleetStepCommand(
            "pause", "Stops the roll-out where it is; instances that have the release keep it.", "paused", static (o, c) => o.PauseAsync(c)));
        Subcommands.Add(new FleetStepCommand(
            "resume", "Lets the roll-out go on, also without the verdicts that it holds for.", "resumed", static (o, c) => o.ResumeAsync(c)));
        Subcommands.Add(new FleetStepCommand(
            "abort", "Ends the roll-out; the instances give its release back.", "aborted", static (o, c) => o.AbortAsync(c)));
        Subcommands.Add(new FleetStepCommand(
            "rollback", "Brings all instances back to the release before the current.", "rolled-back", static (o, c) => o.RollBackAsync(c)));
        Subcommands.Add(new FleetHistoryCommand());
    }
}
