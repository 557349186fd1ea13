using System.CommandLine;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary><c>hotweave fleet status</c>: what the instances run, and where a roll-out stands.</summary>
internal sealed class FleetStatusCommand() : FleetCommandBase("status", "Shows what the instances run, where a roll-out stands, and what is published.")
{
    protected override async Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation) =>
        await session.DescribeAsync(Name, "done", cancellation).ConfigureAwait(false);
}
