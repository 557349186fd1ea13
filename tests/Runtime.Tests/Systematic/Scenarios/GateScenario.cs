using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>Turns of every kind while units begin, within units and beside them.</summary>
internal sealed class GateScenario(Scheduler scheduler) : SwapScenario(scheduler)
{
    protected override IEnumerable<(string Name, Action Run)> Threads()
    {
        var modes = Enumerable.Range(0, 3).Select(_ => (SwapMode)Scheduler.Schedule.Choose(3)).ToList();
        var isMoved = modes.Contains(SwapMode.Immediate);
        var patches = modes.Select((mode, i) => Prepare(i + 1, isReclaimable: false, new SwapOptions { Mode = mode, Timeout = TimeSpan.FromHours(1) })).ToList();
        return
        [
            ("applies", () =>
            {
                foreach (var patch in patches)
                    Do("apply " + patch.ToLabel, () => patch.CommitAsync());
            }),
            ("outer a", () => WorkWithin("a", isMoved)),
            ("outer b", () => WorkWithin("b", isMoved)),
            ("unit c", () => Work("c", isMoved)),
        ];
    }

    protected override void CheckAtRest()
    {
        base.CheckAtRest();
        // Time passes only where nobody can go on, and nothing here needs any.
        Require(Scheduler.Standstills == 0, "a turn waits for units that wait for it");
    }

    private void WorkWithin(string name, bool isMoved)
    {
        using var outer = UnitOfWork.EnterRoot(name);
        var within = new TaskCompletionSource();
        var (captured, context) = (UnitOfWork.Capture(), ExecutionContext.Capture()!);
        var isCaptured = Chance();
        Scheduler.Start("within " + name, () =>
        {
            if (isCaptured)
                WorkIn(captured.Enter, outer.Version, isMoved);
            else
                ExecutionContext.Run(context, _ => WorkIn(() => UnitOfWork.Enter("within"), outer.Version, isMoved), null);
            within.SetResult();
        });
        var awaits = Chance();
        var first = Call(0);
        if (awaits)
            Controlled.Wait(within.Task);
        var second = Call(1);
        Require(first == second || isMoved, $"a unit got {first} and {second}");
    }

    private static void WorkIn(Func<UnitHandle> enter, VersionNumber outer, bool isMoved)
    {
        using var inner = enter();
        var (first, second) = (Call(0), Call(1));
        Require(first == second || isMoved, $"work within a unit of version {outer}, of {inner.Version} itself, got {first} and {second}");
    }
}
