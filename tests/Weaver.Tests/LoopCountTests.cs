using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Runs of waiting loops are counted by version while loops of several versions run, in whatever shape of method they are.</summary>
[Collection("swaps")]
public sealed class LoopCountTests
{
    private readonly Dictionary<(string Method, VersionNumber Version), int> _others =
        HotSwap.GetStatus().Loops.GroupBy(static l => (l.Method, l.Version)).ToDictionary(static g => g.Key, static g => g.Sum(static l => l.Running));

    private const string Source = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;
        public static class Loops<T>
        {
            public static readonly List<Channel<string>> Work = [];
            public static async Task<int> TaskAsync(ChannelReader<string> work)
            {
                var done = 0;
                while (await work.WaitToReadAsync())
                {
                    work.TryRead(out _);
        #if V2
                    done += 2;
        #else
                    done++;
        #endif
                }
                return done;
            }
        }
        public class Service
        {
            private readonly List<Channel<string>> _works = [];
            private readonly List<Task> _runs = [];
            private readonly BlockingCollection<string> _items = [];
            private readonly ConcurrentQueue<string> _ended = new();
            public void Start(string kind)
            {
                var work = Channel.CreateUnbounded<string>();
                _works.Add(work);
                switch (kind)
                {
                    case "task": _runs.Add(Loops<string>.TaskAsync(work.Reader)); break;
                    case "void": _runs.Add(Ended(source => VoidAsync(work.Reader, source))); break;
                    case "value": _runs.Add(ValueAsync(work.Reader).AsTask()); break;
                    case "sync": _runs.Add(Task.Factory.StartNew(() => Sync(_items), TaskCreationOptions.LongRunning)); break;
                    case "nothing": _runs.Add(Task.Factory.StartNew(() => Nothing(work.Reader, new List<int>()), TaskCreationOptions.LongRunning)); break;
                    case "lambda": _runs.Add(Task.Run(async () => { while (await work.Reader.WaitToReadAsync()) { work.Reader.TryRead(out _); Tick(); } })); break;
                    case "stream": _runs.Add(Drain(StreamAsync(work.Reader))); break;
                    case "cancelled": _runs.Add(Drain(CancelledAsync(work.Reader, default))); break;
                    case "all": _runs.Add(Drain(AllAsync(work.Reader, default))); break;
                    default: throw new ArgumentException(kind);
                }
            }
            public void Stop()
            {
                _items.Add("stop");
                _items.Add("stop");
                foreach (var work in _works) work.Writer.Complete(new InvalidOperationException("stop"));
                foreach (var run in _runs) { try { run.Wait(); } catch (AggregateException e) when (e.InnerException is InvalidOperationException) { } }
                _works.Clear();
                _runs.Clear();
            }
            private static async Task Ended(Action<TaskCompletionSource> start) { var source = new TaskCompletionSource(); start(source); await source.Task; }
            private async void VoidAsync(ChannelReader<string> work, TaskCompletionSource ended)
            {
                try { while (true) { await work.ReadAsync(); Tick(); } }
                catch (InvalidOperationException) { }
                ended.SetResult();
            }
            private async ValueTask ValueAsync(ChannelReader<string> work) { while (true) { await work.ReadAsync(); Tick(); } }
            private static async Task Drain(IAsyncEnumerable<string> stream) { await foreach (var item in stream) Console.Error.Write(""); }
            private async IAsyncEnumerable<string> StreamAsync(ChannelReader<string> work) { while (true) { var item = await work.ReadAsync(); Tick(); yield return item; } }
            private async IAsyncEnumerable<string> CancelledAsync(ChannelReader<string> work, [EnumeratorCancellation] CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    try { if (await work.WaitToReadAsync(token)) work.TryRead(out _); }
                    finally { Tick(); }
                    yield return "item";
                    Tick();
                }
            }
            private async IAsyncEnumerable<string> AllAsync(ChannelReader<string> work, [EnumeratorCancellation] CancellationToken token)
            {
                await foreach (var item in work.ReadAllAsync(token))
                {
                    if (item.Length > 1) Tick();
                    yield return item;
                }
            }
            private string Sync(BlockingCollection<string> work)
            {
                while (true)
                {
                    try
                    {
                        if (work.Take() == "stop") return "stopped";
                        Tick();
                    }
                    finally
                    {
                        _ended.Enqueue("round");
                    }
                }
            }
            private static void Nothing<T>(ChannelReader<string> work, List<T> list)
            {
                while (true)
                {
                    Thread.Sleep(0);
                    if (work.Completion.IsCompleted) return;
                    list.Capacity = 4;
                }
            }
        #if V2
            private void Tick() { for (var i = 0; i < 4; i++) Console.Error.Write(""); }
        #else
            private void Tick() { for (var i = 0; i < 3; i++) Console.Error.Write(""); }
        #endif
        }
        public static class Run
        {
            private static readonly Service service = new();
            public static void Start(string kind) => service.Start(kind);
            public static void Stop(string kind) => service.Stop();
        }
        """;

    private static readonly string[] s_kinds = ["task", "void", "value", "sync", "nothing", "lambda", "stream", "cancelled", "all"];

    [Theory]
    [InlineData(Configuration.Debug, false)]
    [InlineData(Configuration.Release, false)]
    [InlineData(Configuration.Release, true)]
    public async Task Status_counts_the_runs_of_each_version(Configuration configuration, bool reclaimable)
    {
        using var swap = new SwapCase("Counted", configuration, source: Source);
        var (_, patch) = swap.MakePatch(swap.Plain2);
        var live = Loaded.From(swap.Woven1);
        foreach (var kind in s_kinds)
            Do(live, "Start", kind);
        await Eventually([(0, 9)]);
        var result = await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context, Reclaimable = reclaimable });
        Assert.Contains("loops: ", Held(VersionNumber.Baseline), StringComparison.Ordinal);
        foreach (var kind in s_kinds.Concat(["value"]))
            Do(live, "Start", kind);
        await Eventually([(0, 9), (result.To.Value, 10)]);
        string[] expected =
        [
            "Loops`1.TaskAsync(ChannelReader`1<String>)", "Service.AllAsync(ChannelReader`1<String>,CancellationToken)", "Service.CancelledAsync(ChannelReader`1<String>,CancellationToken)", "Service.Nothing<T>(ChannelReader`1<String>,List`1<T>)", "Service.StreamAsync(ChannelReader`1<String>)", "Service.Sync(BlockingCollection`1<String>)",
            "Service.ValueAsync(ChannelReader`1<String>)", "Service.VoidAsync(ChannelReader`1<String>,TaskCompletionSource)", "Service/<>c__DisplayClass",
        ];
        Assert.All(expected.Zip(HotSwap.GetStatus().Loops.Where(l => l.Version == result.To)), l => Assert.StartsWith(l.First, l.Second.Method, StringComparison.Ordinal));
        await HotSwap.RollbackAsync(result.From);
        Assert.Contains("Service.ValueAsync(ChannelReader`1<String>) (2)", Held(result.To), StringComparison.Ordinal);

        Do(live, "Stop", "");
        await Eventually([]);
        Assert.DoesNotContain("loops: ", Held(result.To), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void What_counts_is_no_change(Configuration configuration)
    {
        using var swap = new SwapCase("Uncounted", configuration, source: Source);
        foreach (var same in new[] { swap.Plain1, swap.Woven1 })
        {
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = same, OutputPath = same + ".hotpatch", References = [AppContext.BaseDirectory] });
            Assert.Equal(PatchOutcome.NoChanges, result.Outcome);
        }
    }

    private static string Held(VersionNumber version) => string.Join(";", HotSwap.GetStatus().Find(version)!.HeldBy);

    // Runs begin on threads of their own, so what is started counts soon after.
    private async Task Eventually((int Version, int Running)[] expected)
    {
        var deadline = Environment.TickCount64 + 10_000;
        while (!Counts().SequenceEqual(expected) && Environment.TickCount64 < deadline)
            await Task.Yield();
        Assert.True(Counts().SequenceEqual(expected), string.Join("\n", HotSwap.GetStatus().Loops));
    }

    // There is one status for the process: loops that other tests began and left are none of this test's.
    private IEnumerable<(int Version, int Running)> Counts() =>
        HotSwap.GetStatus().Loops
            .Select(l => (l.Version, Running: l.Running - _others.GetValueOrDefault((l.Method, l.Version))))
            .Where(static l => l.Running > 0)
            .GroupBy(static l => l.Version.Value)
            .Select(static g => (g.Key, g.Sum(static l => l.Running)));

    private static void Do(Loaded live, string step, string kind) => live.Assembly.GetType("Run")!.GetMethod(step)!.Invoke(null, [kind]);
}
