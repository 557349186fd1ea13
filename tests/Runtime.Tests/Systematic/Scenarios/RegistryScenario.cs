using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>Versions come, go and are listed while units run them.</summary>
internal sealed class RegistryScenario(Scheduler scheduler) : SwapScenario(scheduler)
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
                Do("apply 1 again", () => first.CommitAsync());
            }),
            ("goes back", () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    if (Chance())
                        Do("reverse", () => Swapper.ReverseAsync(default));
                    else
                        Do("roll back", () => Swapper.RollbackAsync(Chance() ? VersionNumber.Baseline : null, s_options, default));
                }

                second.Discard();
            }),
            ("unit a", () => Work("a", isMoved: false)),
            ("unit b", () => Work("b", isMoved: false)),
            ("lists", List),
        ];
    }

    private void List()
    {
        for (var i = 0; i < 3; i++)
        {
            var status = Swapper.GetStatus();
            Require(status.Versions.Count(static v => v.State == VersionState.Current) == 1, "one version is current");
            Require(status.Find(status.Current)!.State == VersionState.Current, "the version that is said to be current is");
            Require(status.Versions.Zip(status.Versions.Skip(1)).All(static v => v.First.Number < v.Second.Number), "versions are listed by number");
        }
    }
}
