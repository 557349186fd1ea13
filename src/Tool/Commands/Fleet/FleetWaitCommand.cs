using System.CommandLine;
using HotWeave.Fleet.Contract;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary><c>hotweave fleet wait</c>: takes the steps of the roll-out under way until its end, where whoever began it does not any more.</summary>
internal sealed class FleetWaitCommand()
    : FleetCommandBase("wait", "Takes the steps of the roll-out under way until its end; the exit code is 0 only if it succeeds.")
{
    protected override async Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation)
    {
        var wish = await session.Store.ReadAsync(FleetKeys.Wish(session.Application), cancellation).ConfigureAwait(false);
        var rollout = (wish is null ? null : FleetJson.Read<FleetWish>(wish).Rollout) ?? throw FleetDiagnostics.NoRollout(session.Application);
        return await new RolloutWait(session, rollout.Number).DescribeEndAsync(Name, presenter).ConfigureAwait(false);
    }
}
