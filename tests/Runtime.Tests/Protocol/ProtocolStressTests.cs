using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

public sealed class ProtocolStressTests : ProtocolTest
{
    private const int Turns = 3000;

    /// <summary>Every kind of turn, against threads that run units: inside one all answers are the same, the change runs alone.</summary>
    [Fact]
    public async Task Units_see_one_version_and_the_change_runs_alone_under_every_kind_of_turn()
    {
        var stop = false;
        var inUnit = 0;
        var violations = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    using var unit = UnitOfWork.Enter();
                    Interlocked.Increment(ref inUnit);
                    var (a, b) = Probe.Ask();
                    var (c, d) = Probe.Ask();
                    if (a != b || a != c || c != d)
                        violations.Enqueue($"{a} {b} {c} {d}");
                    Interlocked.Decrement(ref inUnit);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();

        // Units may be cut in two by Immediate, which is its meaning; so only the two other modes are turned here.
        for (var i = 1; i <= Turns; i++)
        {
            var table = i % 3 == 0 ? [] : Probe.Table(i, i);
            if (i % 7 == 0)
            {
                Transition.TurnQuiescent(table, new QuiescentTurn
                {
                    Timeout = TimeSpan.FromMinutes(1),
                    Change = _ =>
                    {
                        if (Volatile.Read(ref inUnit) != 0)
                            violations.Enqueue("a unit runs during the change");
                    },
                });
            }
            else
            {
                Transition.Turn(table, moveUnits: false);
            }
        }

        Volatile.Write(ref stop, true);
        await Task.WhenAll(workers);
        Assert.Empty(violations);
        await Eventually(() => Transition.OldEpochs().Length == 0 && Probe.Slots() is not ((-1, _) or (_, -1)));
    }
}
