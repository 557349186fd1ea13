using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>Who lives is told by the clock of who looks, from when a report is first seen.</summary>
public sealed class InstanceWatchTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void An_instance_is_lost_when_its_report_was_not_written_for_its_lease()
    {
        var watch = new InstanceWatch(_clock);
        watch.NoteReport("one", Fleets.Instance("one"));
        watch.NoteReport("two", Fleets.Instance("two"));

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(watch.Describe().Lost);
        watch.NoteReport("two", Fleets.Instance("two"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        var view = watch.Describe();
        Assert.Equal(["one"], view.Lost);
        Assert.Equal([false, true], view.Instances.Select(view.IsLive));
    }

    [Fact]
    public void One_whose_report_is_deleted_is_forgotten()
    {
        var watch = new InstanceWatch(_clock);
        watch.NoteReport("one", Fleets.Instance("one"));

        watch.NoteReport("one", null);

        Assert.Empty(watch.Describe().Instances);
    }
}
