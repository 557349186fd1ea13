using HotWeave.Protocol;
using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>A quiescent swap waits for a unit that does not end before it; whoever began it, another operator or its time ends it, at any point.</summary>
internal sealed class CancellationScenario(Scheduler scheduler) : SwapScenario(scheduler)
{
    private readonly CancellationTokenSource _caller = new();
    private readonly TaskCompletionSource _isOver = new();
    private bool _isAsked;
    private SwapResult? _result;

    protected override IEnumerable<(string Name, Action Run)> Threads()
    {
        var patch = Prepare(1, isReclaimable: true, new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromSeconds(2), CancelUnits = Chance() });
        var way = Scheduler.Schedule.Choose(3);
        return
        [
            ("applies", () =>
            {
                _result = Do("apply", () => patch.CommitAsync(_caller.Token));
                _isOver.SetResult();
            }),
            ("cancels", () =>
            {
                _isAsked = way switch
                {
                    // Not the other operation, which may be refused meanwhile.
                    0 => Swapper.Cancel().Any(static name => name.StartsWith("commit", StringComparison.Ordinal)),
                    1 => Cancel(),
                    _ => false,
                };
            }),
            ("stays", () =>
            {
                using var unit = UnitOfWork.EnterRoot("stays");
                Controlled.Wait(_isOver.Task);
            }),
            ("unit", () => Work("unit", isMoved: false)),
            ("another", () => Do("roll back", () => Swapper.RollbackAsync(null, new SwapOptions(), default))),
        ];
    }

    protected override void CheckAtRest()
    {
        base.CheckAtRest();
        Require(Transition.Quiescent is null, "a turn is under way that nobody waits for");
        if (_isAsked)
            Require(Scheduler.Standstills == 0, "what was cancelled goes on until its time is over");
        if (_result is null)
            Require(Registry.Current.Number == VersionNumber.Baseline, "what was cancelled has changed something");
    }

    public override void Dispose()
    {
        _caller.Dispose();
        base.Dispose();
    }

    private bool Cancel()
    {
        _caller.Cancel();
        return true;
    }
}
