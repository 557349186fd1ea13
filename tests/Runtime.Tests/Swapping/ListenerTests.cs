using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Swapping;
using HotWeave.Telemetry;
using HotWeave.Telemetry.Listeners;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>What the application's listeners to metrics and activities throw, on the thread that reports.</summary>
public sealed class ListenerTests : SwapTest
{
    [Fact]
    public async Task A_listener_to_measurements_that_throws_changes_no_outcome()
    {
        var counters = new Counters("RudeMeter", 1);
        var heard = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, l) =>
            {
                if (instrument.Meter.Name == "HotWeave")
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Fail(ref heard));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Fail(ref heard));
        listener.Start();
        using var warnings = new Warnings();

        var applied = await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.Equal([1], counters.Ask());
        await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(new byte[100]));
        var back = await HotSwap.RollbackAsync();

        Assert.Equal([0], counters.Ask());
        Assert.Equal((applied.To, VersionNumber.Baseline), (back.From, back.To));
        Assert.Null(HotSwap.GetStatus().Operation);
        Assert.True(heard >= 5, $"{heard} measurements");
        Assert.Contains(warnings.All(), static w => w.StartsWith("HW6326: ", StringComparison.Ordinal) && w.Contains("metrics", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_listener_to_activities_that_throws_changes_no_outcome(bool atStart, bool atEnd)
    {
        var counters = new Counters($"RudeActivity{atStart}{atEnd}", 1);
        var heard = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "HotWeave",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => FailIf(atStart, ref heard),
            ActivityStopped = _ => FailIf(atEnd, ref heard),
        };
        ActivitySource.AddActivityListener(listener);

        await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.Equal([1], counters.Ask());
        await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(new byte[100]));
        await HotSwap.RollbackAsync();

        Assert.Equal([0], counters.Ask());
        Assert.Null(HotSwap.GetStatus().Operation);
        Assert.Empty(HotSwap.CancelOperations());
        Assert.True(heard > 0);
    }

    [Fact]
    public void A_listener_that_throws_when_metrics_are_made_leaves_the_runtime_usable()
    {
        var heard = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) => FailIf(instrument.Meter.Name == "HotWeave", ref heard),
        };
        // What is there already is told at once, to whoever starts to listen.
        Assert.Throws<InvalidTimeZoneException>(listener.Start);
        heard = 0;

        using var metrics = new SwapMetrics(static () => 1, static () => 0, static () => 0);
        metrics.Swapped(isRollback: false);
        metrics.Failed("HW6101");
        metrics.Took("turn", TimeSpan.FromSeconds(1));

        Assert.Equal(7, heard);
    }

    private static void Fail(ref int heard) => FailIf(true, ref heard);

    private static void FailIf(bool fails, ref int heard)
    {
        Interlocked.Increment(ref heard);
        if (fails)
            throw new InvalidTimeZoneException("rude");
    }

    private sealed class Warnings : EventListener
    {
        private readonly List<string> _all = [];

        public Warnings() => EnableEvents(SwapEventSource.Log, EventLevel.Warning);

        public IReadOnlyList<string> All()
        {
            lock (_all)
                return [.. _all];
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource != SwapEventSource.Log)
                return;
            lock (_all)
                _all.Add(string.Join(' ', eventData.Payload ?? new([])));
        }
    }
}
