using System.CommandLine;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary>The commands that change what is under way: <c>pause</c>, <c>resume</c>, <c>abort</c>, <c>rollback</c>.</summary>
/// <param name="name">The command.</param>
/// <param name="description">What it does.</param>
/// <param name="outcome">How it ends.</param>
/// <param name="change">Does it.</param>
internal sealed class FleetStepCommand(string name, string description, string outcome, Func<FleetOperator, CancellationToken, Task<FleetWish>> change)
    : FleetCommandBase(name, description)
{
    protected override async Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation)
    {
        await change(session.Operator, cancellation).ConfigureAwait(false);
        return await session.DescribeAsync(Name, outcome, cancellation).ConfigureAwait(false);
    }
}
