using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;
using HotWeave.Fleet.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotWeave.Fleet.Tests;

/// <summary>What is told of each step of a roll-out, and that whoever listens to it cannot hold it up.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotweave-fleet-");
    private readonly CancellationTokenSource _ending = new(TimeSpan.FromMinutes(2));
    private readonly FolderStore _store;

    public TelemetryTests() => _store = new FolderStore(_folder.FullName, TimeSpan.FromSeconds(10));

    public void Dispose()
    {
        _ending.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_step_of_a_roll_out_is_counted_and_traced_and_stands_in_the_audit()
    {
        const string application = "counted";
        var counted = new ConcurrentQueue<string>();
        using var meters = Listen(application, counted);
        var traced = new ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = static s => s.Name == FleetTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                string[] tags = ["fleet.rollout", "hotweave.patch", "fleet.outcome"];
                if (a.GetTagItem("fleet.application") as string == application)
                    traced.Enqueue($"{a.OperationName} {string.Join(" ", tags.Select(a.GetTagItem))}");
            },
        };
        ActivitySource.AddActivityListener(activities);

        var end = await RollOutAsync(application, new FleetTelemetry(application, static e => Assert.Fail(e.ToString())));

        Assert.Equal(
            ["hotweave.fleet.step 1 d1 Running", "hotweave.fleet.step 1 d1 Running", "hotweave.fleet.step 1 d1 Succeeded"],
            traced.Where(static t => t.Contains("step", StringComparison.Ordinal)));
        Assert.Equal(2, traced.Count(static t => t == "hotweave.fleet.take 1 d1 taken"));
        Assert.Equal(2, counted.Count(static c => c == "hotweave.fleet.steps Running"));
        Assert.Equal(1, counted.Count(static c => c == "hotweave.fleet.steps Succeeded"));
        Assert.Equal(1, counted.Count(static c => c == "hotweave.fleet.rollout.duration Succeeded"));
        Assert.Equal(2, counted.Count(static c => c == "hotweave.fleet.releases taken"));
        Assert.Contains("hotweave.fleet.reports ", counted);
        Assert.Equal(
            ["ann Running -1", "bob Running 0", "bob Running 1", "bob Succeeded 1"],
            end.Steps.Select(static s => $"{s.By} {s.Phase} {s.Wave}"));
        Assert.All(end.Steps, static s => Assert.Equal((1, "d1"), (s.Rollout, s.Digest)));
    }

    [Fact]
    public async Task What_a_listener_throws_is_told_and_the_roll_out_goes_on()
    {
        const string application = "thrown";
        using var activities = new ActivityListener
        {
            ShouldListenTo = static s => s.Name == FleetTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = static a =>
            {
                if (a.GetTagItem("fleet.application") as string == application)
                    throw new InvalidOperationException("a listener");
            },
        };
        ActivitySource.AddActivityListener(activities);
        var told = new ConcurrentQueue<Exception>();

        var end = await RollOutAsync(application, new FleetTelemetry(application, told.Enqueue));

        Assert.Equal(RolloutPhase.Succeeded, end.History[^1].Phase);
        Assert.Contains(told, static e => e.Message == "a listener");
    }

    [Fact]
    public async Task That_all_instances_go_back_stands_in_the_audit()
    {
        const string application = "back";
        await RollOutAsync(application, new FleetTelemetry(application, static e => Assert.Fail(e.ToString())));

        var back = await new FleetOperator(_store, application, "cleo", TimeProvider.System).RollBackAsync(default);

        var step = back.Steps[^1];
        Assert.Equal(("cleo", 0, "d1", RolloutPhase.GoingBack), (step.By, step.Rollout, step.Digest, step.Phase));
    }

    private async Task<FleetWish> RollOutAsync(string application, FleetTelemetry telemetry)
    {
        using var instances = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        var running = new[] { "one", "two" }.Select(name => Run(application, name, telemetry, instances.Token)).ToList();
        while ((await _store.ListAsync(FleetKeys.Instances(application), _ending.Token)).Count < running.Count)
            await Task.Delay(10, _ending.Token);
        var @operator = new FleetOperator(_store, application, "ann", TimeProvider.System);
        await @operator.PublishAsync(Fleets.Patch, [1], _ending.Token);
        await @operator.BeginAsync(Fleets.Patch, [Wave.Parse("1")!, Wave.All], new ReleaseTerms(), null, _ending.Token);
        var controller = new RolloutController(_store, application, "bob", TimeProvider.System, telemetry);
        var end = await controller.RunAsync(static w => w.History.Count > 0, _ending.Token);
        await instances.CancelAsync();
        await Task.WhenAll(running);
        return end;
    }

    private Task Run(string application, string name, FleetTelemetry telemetry, CancellationToken cancellation)
    {
        var options = new FleetOptions { Application = application, Instance = name };
        var log = new FleetLog(NullLogger.Instance);
        return new FleetInstance(_store, options, new SwapTarget(), TimeProvider.System, log, telemetry).RunAsync(cancellation);
    }

    private static MeterListener Listen(string application, ConcurrentQueue<string> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == FleetTelemetry.Name)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray();
            if (all.Any(t => t.Key == "fleet.application" && (string?)t.Value == application))
                counted.Enqueue($"{instrument.Name} {all.FirstOrDefault(static t => t.Key != "fleet.application").Value}");
        }
    }
}
