using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

public sealed class UnitClockTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void Many_readings_are_served_by_a_thread_which_rests_when_they_end()
    {
        Assert.True(SpinWait.SpinUntil(ReadOften, s_longest));
        var before = Environment.TickCount64;
        // It goes on, and is never ahead.
        Assert.True(SpinWait.SpinUntil(() => UnitClock.Now > before, s_longest));
        Assert.True(UnitClock.Now <= Environment.TickCount64);
        Assert.True(SpinWait.SpinUntil(static () => !UnitClock.IsTicking, s_longest));
        var after = Environment.TickCount64;
        Assert.InRange(UnitClock.Now, after, after + 1000);
    }

    [Fact]
    public void Where_no_thread_is_to_be_had_the_system_is_asked_and_later_the_thread_again()
    {
        Assert.True(SpinWait.SpinUntil(static () => !UnitClock.IsTicking, s_longest));
        UnitClock.Start(static (_, _) => false);
        var before = Environment.TickCount64;
        Assert.InRange(UnitClock.Now, before, before + 1000);
        Assert.False(UnitClock.IsTicking);
        Assert.True(SpinWait.SpinUntil(ReadOften, s_longest));
    }

    // Waiting sleeps between two looks, and readings that far apart are few.
    private static bool ReadOften()
    {
        for (var i = 0; i < 100; i++)
            Assert.True(UnitClock.Now > 0);
        return UnitClock.IsTicking;
    }
}
