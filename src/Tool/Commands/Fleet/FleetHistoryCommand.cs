using System.CommandLine;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary><c>hotweave fleet history</c>: the roll-outs that have ended.</summary>
internal sealed class FleetHistoryCommand() : FleetCommandBase("history", "Lists the roll-outs that have ended, who began them, and how they ended.")
{
    protected override async Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation)
    {
        var fleet = await session.DescribeAsync(Name, "done", cancellation).ConfigureAwait(false);
        return new FleetHistoryDocument
        {
            Command = Name,
            Outcome = "done",
            Application = session.Application,
            Rollouts = fleet.History,
            Steps = fleet.Steps,
        };
    }
}
