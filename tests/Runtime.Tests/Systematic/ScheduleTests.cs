using System.Globalization;
using HotWeave.Runtime.Tests.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>
/// The protocol's code in many orders of steps. <c>HOTWEAVE_SCHEDULES=100000</c> runs so many; <c>HOTWEAVE_SCHEDULE</c> with the text of a
/// failed one runs that one again.
/// </summary>
public sealed class ScheduleTests : ProtocolTest
{
    private const int Few = 2_000;

    [Fact]
    public void Every_order_of_steps_keeps_what_is_promised()
    {
        if (Environment.GetEnvironmentVariable("HOTWEAVE_SCHEDULE") is { Length: > 0 } text)
            Run(Schedule.FromText(text), Defect.None);
        var many = Environment.GetEnvironmentVariable("HOTWEAVE_SCHEDULES");
        var count = string.IsNullOrEmpty(many) ? Few : int.Parse(many, CultureInfo.InvariantCulture);
        for (var seed = 0; seed < count; seed++)
            Run(Schedule.FromSeed(seed), Defect.None);
    }

    [Theory]
    [InlineData(Defect.SlotBeforeUnit)]
    [InlineData(Defect.NestedWaits)]
    [InlineData(Defect.JoinedWaits)]
    [InlineData(Defect.NestedDoesNotHold)]
    [InlineData(Defect.DoorAsksMain)]
    [InlineData(Defect.SettlesEarly)]
    [InlineData(Defect.KeepsSlot)]
    [InlineData(Defect.ForgetsLast)]
    internal void Each_simplification_is_found_and_its_schedule_shows_it_again(Defect defect)
    {
        var found = Find(defect) ?? throw new InvalidOperationException($"No schedule shows {defect}.");
        var again = Assert.Throws<ScheduleException>(() => new ProtocolScenario(Schedule.FromText(found.Schedule), defect).Run());
        Assert.Equal(found.Message, again.Message);
    }

    private static (string Schedule, string Message)? Find(Defect defect)
    {
        for (var seed = 0; seed < Few * 5; seed++)
        {
            var schedule = Schedule.FromSeed(seed);
            try
            {
                new ProtocolScenario(schedule, defect).Run();
            }
            catch (ScheduleException e)
            {
                return (schedule.ToString(), e.Message);
            }
        }

        return null;
    }

    private static void Run(Schedule schedule, Defect defect)
    {
        try
        {
            new ProtocolScenario(schedule, defect).Run();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"HOTWEAVE_SCHEDULE={schedule}\n{e.Message}", e);
        }
    }
}
