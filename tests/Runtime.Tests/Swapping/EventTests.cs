using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Reflection.Metadata;
using System.Runtime.Loader;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;

[assembly: MetadataUpdateHandler(typeof(EventTests.Handler))]
[assembly: MetadataUpdateHandler(typeof(EventTests.BrokenHandler))]

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class EventTests : SwapTest
{
    private static readonly List<string> s_handled = [];

    internal static bool BreakHandler { get; set; }

    [Fact]
    public async Task Tells_subscribers_after_each_turn_and_of_failures()
    {
        var counters = new Counters("Told", 1);
        var seen = new List<string>();
        void Swapped(object? sender, SwapEventArgs e) => seen.Add($"{e.Result.From} -> {e.Result.To}: {counters.Ask()[0]}");
        void Failed(object? sender, SwapFailedEventArgs e) => seen.Add($"{e.Operation}: {e.Exception.Code}");
        HotSwap.Swapped += Swapped;
        HotSwap.SwapFailed += Failed;
        try
        {
            var result = await HotSwap.ApplyAsync(counters.Patch(1));
            await HotSwap.RollbackAsync();
            await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(new byte[100]));
            Assert.Equal([$"0 -> {result.To}: 1", $"{result.To} -> 0: 0", "apply: HW6101"], seen);
        }
        finally
        {
            HotSwap.Swapped -= Swapped;
            HotSwap.SwapFailed -= Failed;
        }
    }

    [Fact]
    public async Task A_subscriber_that_throws_is_a_warning_and_the_others_are_called()
    {
        var counters = new Counters("Rude", 1);
        var called = 0;
        void Broken(object? sender, SwapEventArgs e) => throw new InvalidOperationException("rude");
        void Good(object? sender, SwapEventArgs e) => called++;
        HotSwap.Swapped += Broken;
        HotSwap.Swapped += Good;
        try
        {
            var result = await HotSwap.ApplyAsync(counters.Patch(1));
            Assert.StartsWith("HW6302: ", Assert.Single(result.Warnings), StringComparison.Ordinal);
            Assert.Equal((1, 1), (called, counters.Ask()[0]));
        }
        finally
        {
            HotSwap.Swapped -= Broken;
            HotSwap.Swapped -= Good;
        }
    }

    [Fact]
    public async Task A_subscriber_may_start_the_next_operation()
    {
        var counters = new Counters("Chain", 1);
        Task? rollback = null;
        void Reverse(object? sender, SwapEventArgs e) => rollback ??= HotSwap.RollbackAsync();
        HotSwap.Swapped += Reverse;
        try
        {
            await HotSwap.ApplyAsync(counters.Patch(1));
            await rollback!;
            Assert.Equal([0], counters.Ask());
        }
        finally
        {
            HotSwap.Swapped -= Reverse;
        }
    }

    [Fact]
    public async Task Metadata_update_handlers_run_after_every_turn_all_clears_first()
    {
        var counters = new Counters("Handled", 1);
        s_handled.Clear();
        await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.Equal(["clear T0", "update T0"], s_handled);
        await HotSwap.RollbackAsync();
        Assert.Equal(4, s_handled.Count);
    }

    [Fact]
    public async Task Metadata_update_handlers_are_told_of_types_that_a_patch_adds_whenever_it_comes_into_force()
    {
        var counters = new Counters("HandledAdded", 1);
        var file = Patches.Format.PatchFile.Read(counters.Patch(1, null, "namespace P { public sealed class Added { } }"));
        var manifest = file.Manifest with { AddedTypes = [new Patches.Format.AddedType("HandledAdded", "P.Added")] };
        var patch = Patches.Format.PatchFile.Write(manifest, file.Assembly, file.Symbols);
        for (var round = 0; round < 2; round++)
        {
            s_handled.Clear();
            await HotSwap.ApplyAsync(patch);
            Assert.Equal(["clear T0 Added", "update T0 Added"], s_handled);
            s_handled.Clear();
            await HotSwap.RollbackAsync();
            Assert.Equal(["clear T0", "update T0"], s_handled);
        }
    }

    [Fact]
    public async Task Nobody_goes_through_all_types_of_the_process()
    {
        var counters = new Counters("Partial", 1);
        var above = CSharp.Compile("PartialAbove", "public class Above;").Image;
        var below = CSharp.Compile("PartialBelow", "public class Below : Above;", above).Image;
        var asked = new List<string?>();
        var context = new AssemblyLoadContext("partial", isCollectible: true);
        context.Resolving += (_, name) =>
        {
            asked.Add(name.Name);
            return null;
        };
        context.LoadFromStream(new MemoryStream(below));
        // A type that others may derive from.
        var file = Patches.Format.PatchFile.Read(counters.Patch(1, null, "namespace P { public class Added; }"));
        var manifest = file.Manifest with { AddedTypes = [new Patches.Format.AddedType("Partial", "P.Added")] };
        await HotSwap.ApplyAsync(Patches.Format.PatchFile.Write(manifest, file.Assembly, file.Symbols));
        await HotSwap.RollbackAsync();
        Assert.DoesNotContain("PartialAbove", asked);
        context.Unload();
    }

    [Fact]
    public async Task A_handler_that_throws_is_a_warning()
    {
        var counters = new Counters("Broken", 1);
        BreakHandler = true;
        try
        {
            var result = await HotSwap.ApplyAsync(counters.Patch(1));
            var warning = Assert.Single(result.Warnings);
            Assert.StartsWith("HW6301: ", warning, StringComparison.Ordinal);
            Assert.Contains("BrokenHandler.ClearCache threw FormatException: broken", warning, StringComparison.Ordinal);
            Assert.Equal([1], counters.Ask());
        }
        finally
        {
            BreakHandler = false;
        }
    }

    [Fact]
    public async Task Metrics_activities_and_events_name_what_happened()
    {
        var measured = new List<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "HotWeave")
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((i, v, tags, _) => measured.Add($"{i.Name} {v}{string.Concat(tags.ToArray().Select(t => " " + t.Value))}"));
        meters.SetMeasurementEventCallback<int>((i, v, _, _) => measured.Add($"{i.Name} {v}"));
        meters.SetMeasurementEventCallback<double>((i, _, tags, _) => measured.Add(i.Name + string.Concat(tags.ToArray().Select(t => " " + t.Value))));
        meters.Start();
        var activities = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static s => s.Name == "HotWeave",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => activities.Add($"{a.OperationName} {a.Status} {a.GetTagItem("hotweave.outcome")} {a.GetTagItem("hotweave.version")}"),
        };
        ActivitySource.AddActivityListener(listener);
        using var events = new Events();

        var counters = new Counters("Measured", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        meters.RecordObservableInstruments();
        await HotSwap.RollbackAsync();
        await RefusedAsync("HW6204", () => HotSwap.RollbackAsync());

        Assert.Equal(
            [
                "hotweave.duration prepare 0", $"hotweave.duration turn {result.To}", $"hotweave.swaps 1 {result.To}", $"hotweave.version {result.To}", "hotweave.versions.draining",
                "hotweave.duration turn 0", "hotweave.rollbacks 1 0", "hotweave.failures 1 HW6204 0",
            ],
            measured.Where(static m => !m.StartsWith("hotweave.units.lost ", StringComparison.Ordinal))
                .Select(static m => m.StartsWith("hotweave.versions.draining", StringComparison.Ordinal) ? "hotweave.versions.draining" : m));
        Assert.Equal([$"hotweave.apply Unset done {result.To}", "hotweave.rollback Unset done 0", "hotweave.rollback Error refused 0"], activities);
        Assert.Equal(["Prepared", "Turned", "Audited", "Turned", "Audited", "Audited", "Failed"], events.Seen);
    }

    internal static class Handler
    {
        internal static void ClearCache(Type[]? types) => s_handled.Add("clear " + string.Join(" ", types!.Select(static t => t.Name)));

        internal static void UpdateApplication(Type[]? types) => s_handled.Add("update " + string.Join(" ", types!.Select(static t => t.Name)));
    }

    internal static class BrokenHandler
    {
        internal static void ClearCache(Type[]? types)
        {
            if (BreakHandler)
                throw new FormatException("broken");
        }
    }

    private sealed class Events : EventListener
    {
        internal List<string> Seen { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "HotWeave")
                EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name == "HotWeave" && eventData.EventName is "Prepared" or "Turned" or "Failed" or "Audited")
                Seen.Add(eventData.EventName!);
        }
    }
}
