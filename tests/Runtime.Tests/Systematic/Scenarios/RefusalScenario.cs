using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>The system gives a thread or it does not, to operations and to the clock that units are measured by.</summary>
internal sealed class RefusalScenario(Scheduler scheduler) : SwapScenario(scheduler)
{
    private const int Units = 24;

    private static readonly SwapOptions s_options = new() { Mode = SwapMode.UnitOfWork };

    protected override IEnumerable<(string Name, Action Run)> Threads()
    {
        var patch = Prepare(1, isReclaimable: true, s_options);
        return
        [
            ("applies", () => Do("apply", () => patch.CommitAsync())),
            ("goes back", () => Do("roll back", () => Swapper.RollbackAsync(null, s_options, default))),
            ("units a", () => WorkOften("a")),
            ("units b", () => WorkOften("b")),
        ];
    }

    private void WorkOften(string name)
    {
        for (var i = 0; i < Units; i++)
            Work(name, isMoved: false);
    }
}
