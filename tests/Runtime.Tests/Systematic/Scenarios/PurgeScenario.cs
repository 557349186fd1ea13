using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>A purge asks units to end, which end by themselves as well, while versions come and go.</summary>
internal sealed class PurgeScenario(Scheduler scheduler) : SwapScenario(scheduler)
{
    private static readonly SwapOptions s_options = new() { Mode = SwapMode.UnitOfWork };

    protected override IEnumerable<(string Name, Action Run)> Threads()
    {
        var (first, second) = (Prepare(1, isReclaimable: true, s_options), Prepare(2, isReclaimable: true, s_options));
        return
        [
            ("applies", () =>
            {
                Do("apply 1", () => first.CommitAsync());
                Do("apply 2", () => second.CommitAsync());
                if (Chance())
                    Do("roll back", () => Swapper.RollbackAsync(null, s_options, default));
            }),
            ("purges", () =>
            {
                for (var i = 0; i < 2; i++)
                    Purge(new PurgeOptions { Soft = Scheduler.Schedule.Choose(4) == 0, Timeout = TimeSpan.FromSeconds(2) });
            }),
            ("unit a", () => Work("a", isMoved: false)),
            ("unit b", () => Work("b", isMoved: false)),
            ("unit c", () => Work("c", isMoved: false)),
        ];
    }

    private void Purge(PurgeOptions options)
    {
        if (Do("purge", () => Swapper.PurgeAsync(options, default)) is not { } result)
            return;
        foreach (var version in result.Versions)
            Require(version.Outcome != PurgeOutcome.Held || version.Units.Count > 0, $"version {version.Number} is held by no unit");
    }
}
