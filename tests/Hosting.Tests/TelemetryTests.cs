using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using HotWeave.AspNetCore.Health;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>What says which version answered, and what swaps did.</summary>
public sealed class TelemetryTests : SwapTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Activities_metrics_and_log_scopes_of_a_request_carry_the_version_unless_switched_off(bool on)
    {
        var activities = new ConcurrentQueue<object?>();
        var measurements = new ConcurrentQueue<object?>();
        using var activityListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => activities.Enqueue(activity.GetTagItem("hotweave.version")),
        };
        ActivitySource.AddActivityListener(activityListener);
        using var meterListener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "http.server.request.duration")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meterListener.SetMeasurementEventCallback<double>((_, _, tags, _) => measurements.Enqueue(tags.ToArray().SingleOrDefault(t => t.Key == "hotweave.version").Value));
        meterListener.Start();
        var log = new Log();
        await using var site = await Site.StartAsync(
            Server.Kestrel,
            app => app.MapGet("/log", (ILoggerFactory loggers) =>
            {
                loggers.CreateLogger("Test").Log(LogLevel.Information, default, "within", null, static (text, _) => text);
                return "";
            }),
            options => options.TagActivities = options.TagMetrics = options.LogScopes = on,
            b => b.Logging.AddProvider(log));
        await Shop.ApplyAsync();
        await site.GetAsync("/log");
        await Limit.UntilAsync(() => !activities.IsEmpty && !measurements.IsEmpty);
        object? expected = on ? HotSwap.GetStatus().Current.Value : null;
        Assert.Equal(expected, Assert.Single(activities));
        Assert.Equal(expected, Assert.Single(measurements));
        var (_, _, scopes) = Assert.Single(log.Lines, l => l.Text == "within");
        Assert.Equal(expected, scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(s => s).SingleOrDefault(s => s.Key == "hotweave.version").Value);
    }

    [Fact]
    public async Task Swaps_rollbacks_and_failures_are_logged()
    {
        var log = new Log();
        await using (await Site.StartAsync(Server.TestServer, _ => { }, configure: b => b.Logging.AddProvider(log)))
        {
            await Shop.ApplyAsync();
            await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(new byte[3]));
            await Shop.RollbackAsync();
        }

        await Shop.ApplyAsync();
        var lines = log.Lines.Where(l => l.Level >= LogLevel.Information && l.Text.Contains("ersion", StringComparison.Ordinal) | l.Text.Contains("not done", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Matches("^Version [1-9][0-9]* is current; it was 0. Types changed: 1; mode UnitOfWork, patch [0-9a-f]{64}.$", lines[0].Text);
        Assert.Equal(LogLevel.Warning, lines[1].Level);
        Assert.StartsWith("The operation \"apply", lines[1].Text, StringComparison.Ordinal);
        Assert.Contains("HW6101: ", lines[1].Text, StringComparison.Ordinal);
        Assert.StartsWith("Version 0 is current; it was ", lines[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_reports_the_version_and_a_last_swap_that_failed()
    {
        await using var site = await Site.StartAsync(
            Server.TestServer,
            app => app.MapHealthChecks("/health", new() { ResponseWriter = static (context, report) => context.Response.WriteAsync($"{report.Status}: {report.Entries["hotweave"].Description}") }),
            configure: b => b.Services.AddHealthChecks().AddHotWeave());
        Assert.Equal("Healthy: Version 0 is current.", await site.GetAsync("/health"));
        // An operator's slips say nothing of the application.
        Assert.Equal(SwapFailureKind.Refused, (await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(new byte[3]))).Kind);
        Assert.Equal(SwapFailureKind.NothingToDo, (await Assert.ThrowsAsync<SwapException>(() => HotSwap.RollbackAsync())).Kind);
        Assert.Equal("Healthy: Version 0 is current.", await site.GetAsync("/health"));
        var unit = UnitOfWork.EnterRoot("endless");
        var failed = await Assert.ThrowsAsync<SwapException>(() => Shop.ApplyAsync(SwapMode.Quiescent, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(SwapFailureKind.Failed, failed.Kind);
        unit.Dispose();
        var degraded = await site.GetAsync("/health");
        Assert.StartsWith("Degraded: Version 0 is current; \"apply", degraded, StringComparison.Ordinal);
        Assert.Contains("HW6208", degraded, StringComparison.Ordinal);
        var version = (await Shop.ApplyAsync()).To;
        Assert.Equal($"Healthy: Version {version} is current.", await site.GetAsync("/health"));
    }

    [Theory]
    [InlineData("all;ghost;live")]
    [InlineData("all;ghost;harmony")]
    [InlineData("all;ghost")]
    public void The_health_check_says_ghost(string settings)
    {
        // The copy of a ghost that is started is none.
        var isGhost = settings != "all;ghost";
        var status = HotSwap.GetStatus();
        var woven = new WovenAssemblyStatus
        {
            Name = "Parts", BaselineId = "", Format = 2, Settings = settings, LoadContext = "Default", SwappableTypes = 1, PatchId = null,
        };
        var result = new SwapHealthCheck(new SwapHistory()).Check(status with { Assemblies = [woven] }, HealthStatus.Degraded);
        Assert.Equal($"Version {status.Current} is current{(isGhost ? " in a ghost, which was woven in memory" : "")}.", result.Description);
        Assert.Equal(isGhost, result.Data.ContainsKey("ghost"));
    }

    private sealed class Log : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        internal ConcurrentQueue<(LogLevel Level, string Text, List<object?> Scopes)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<object?>();
            _scopes.ForEachScope(static (scope, list) => list.Add(scope), scopes);
            Lines.Enqueue((logLevel, formatter(state, exception), scopes));
        }

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }
    }
}
