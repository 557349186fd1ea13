using System.Diagnostics;
using System.Globalization;
using HotWeave.Dashboard.Serving;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Hosting.Tests.Dashboards;

/// <summary>
/// What a dashboard takes of a processor: a matter of a machine that does nothing else, so with <c>HOTWEAVE_FULL_SIZE=1</c> only. That nothing
/// is asked while nobody looks holds on any machine.
/// </summary>
public sealed class CostTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(30);

    [FullSizeFact]
    public async Task Whoever_looks_costs_less_than_a_hundredth_of_a_core_and_nobody_costs_nothing()
    {
        await using var site = await DashboardSite.StartAsync();
        await LookAsync(site, TimeSpan.FromSeconds(5));
        var before = await MeasureAsync(() => Task.Delay(s_window));
        var looking = await MeasureAsync(() => LookAsync(site, s_window));
        var after = await MeasureAsync(() => Task.Delay(s_window));

        var found = string.Create(
            CultureInfo.InvariantCulture, $"of a core: {before:P2} before, {looking:P2} while one looks, the reader's part included, {after:P2} after");
        output.WriteLine(found);
        Assert.True(looking - Math.Min(before, after) < 0.01, found);
        Assert.True(after <= before + 0.001, found);
    }

    [Fact]
    public async Task While_nobody_looks_nothing_is_asked_of_the_process()
    {
        var process = new SaidProcess { Status = SaidProcess.MakeStatus(3, 2).ToJson() };
        var clock = new HeldClock();
        await using var site = await Site.StartAsync(
            Server.Kestrel, app => new DashboardEndpoints(process, new DashboardSettings(), clock).Map(app.MapGroup("/dash")));
        Assert.Equal(0, process.Asked);
        using (var stream = await site.Client.GetStreamAsync(new Uri("/dash/said/live/units", UriKind.Relative)))
        {
            await ReadEventAsync(stream);
            Assert.Equal(1, process.Asked);
            // The stream is the only clock: the next question comes a second later, and no sooner.
            await clock.Waiting;
            Assert.Equal(1, clock.Timers);
        }

        // Who looked has gone, and with him the only timer there was.
        await Limit.UntilAsync(() => clock.Timers == 0);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, process.Asked);
    }

    private static async Task<double> MeasureAsync(Func<Task> act)
    {
        using var self = Process.GetCurrentProcess();
        var (began, used) = (Stopwatch.GetTimestamp(), self.TotalProcessorTime);
        await act();
        self.Refresh();
        return (self.TotalProcessorTime - used) / Stopwatch.GetElapsedTime(began);
    }

    private static async Task LookAsync(DashboardSite site, TimeSpan time)
    {
        using var enough = new CancellationTokenSource(time);
        using var stream = await site.Client.GetStreamAsync(new Uri(DashboardSite.Root + "this/live/versions", UriKind.Relative));
        var buffer = new byte[64 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, enough.Token) > 0)
            {
                // As a browser, which shows it.
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was seen.
        }
    }

    private static async Task ReadEventAsync(Stream stream)
    {
        var seen = "";
        var buffer = new byte[4096];
        while (!seen.Contains("event: panel", StringComparison.Ordinal))
            seen += System.Text.Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer).AsTask().WaitAsync(Limit.Time));
    }

    /// <summary>A clock that stands, and knows who waits for it.</summary>
    private sealed class HeldClock : TimeProvider
    {
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _timers;
        private long _now;

        public int Timers => Volatile.Read(ref _timers);

        public Task Waiting => _waiting.Task.WaitAsync(Limit.Time);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            _waiting.TrySetResult();
            return new HeldTimer(this);
        }

        public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

        // It never comes: who waits goes on only by being told to end.
        private sealed class HeldTimer(HeldClock clock) : ITimer
        {
            private int _isDisposed;

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                    Interlocked.Decrement(ref clock._timers);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FullSizeFactAttribute : FactAttribute
    {
        public FullSizeFactAttribute() =>
            Skip = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? null : "HOTWEAVE_FULL_SIZE=1 measures it, alone on a machine";
    }
}
