using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Runs of loops that are fed, and of iterators that go on delivering, are counted by version until they end, in whatever way.</summary>
[Collection("swaps")]
public sealed class OpenLoopCountTests
{
    private const string Source = """
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        public static class Rows<T>
        {
            public static IEnumerator<T> Endless(T row)
            {
                while (true)
                {
                    Service.Tick();
        #if V2
                    Service.Tick();
        #endif
                    yield return row;
                }
            }
        }
        public class Service
        {
            private static readonly List<TaskCompletionSource<bool>> s_asked = [];
            private readonly List<Task> _runs = [];
            private readonly List<IEnumerator> _rows = [];
            private readonly List<IAsyncEnumerator<int>> _streams = [];
            public void Start(string kind)
            {
                switch (kind)
                {
                    case "fed": _runs.Add(FedAsync()); break;
                    case "value": _runs.Add(ValueAsync().AsTask()); break;
                    case "stream": Begin(StreamAsync()); break;
                    case "given": Begin(GivenAsync(StreamAsync())); break;
                    case "endless": Begin(Endless().GetEnumerator()); break;
                    case "generic": Begin(Rows<string>.Endless("row")); break;
                    case "tried": Begin(Tried().GetEnumerator()); break;
                    case "waits": Begin(Waits(2).GetEnumerator()); break;
                    case "through": Begin(Through().GetEnumerator()); break;
                    case "walks": Begin(Walks(new List<int> { 1, 2 }).GetEnumerator()); break;
                    default: throw new ArgumentException(kind);
                }
            }
            public void Stop(string way)
            {
                foreach (var rows in _rows)
                {
                    if (way == "dispose") ((IDisposable)rows).Dispose();
                    else if (way == "throw") { Thrown = true; try { while (rows.MoveNext()) { } } catch (InvalidOperationException) { ((IDisposable)rows).Dispose(); } }
                    else { Ended = true; while (rows.MoveNext()) { } }
                }
                var streams = new List<Task>();
                foreach (var stream in _streams) streams.Add(EndAsync(stream));
                foreach (var asked in s_asked.ToArray())
                {
                    if (way == "throw") asked.SetException(new InvalidOperationException()); else asked.SetResult(false);
                }
                foreach (var run in streams) run.Wait();
                foreach (var run in _runs) { try { run.Wait(); } catch (AggregateException e) when (e.InnerException is InvalidOperationException) { } }
                s_asked.Clear(); _rows.Clear(); _streams.Clear(); _runs.Clear();
                Ended = Thrown = false;
            }
            public static bool Ended, Thrown;
            private static int s_tried;
            private static async Task EndAsync(IAsyncEnumerator<int> stream)
            {
                try { while (await stream.MoveNextAsync()) { } }
                catch (InvalidOperationException) { }
                await stream.DisposeAsync();
            }
            private void Begin(IEnumerator rows) { rows.MoveNext(); _rows.Add(rows); }
            private void Begin(IAsyncEnumerable<int> rows) { var stream = rows.GetAsyncEnumerator(); if (!stream.MoveNextAsync().AsTask().Result) throw new Exception(); _streams.Add(stream); }
            private static Task<bool> NextAsync()
            {
                var next = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                s_asked.Add(next);
                return next.Task;
            }
            private static async Task FedAsync() { while (await NextAsync()) Tick(); }
            private static async ValueTask ValueAsync() { while (await new ValueTask<bool>(NextAsync())) Tick(); }
            private static async IAsyncEnumerable<int> StreamAsync() { yield return 1; while (await NextAsync()) yield return 2; Tick(); }
            private static async IAsyncEnumerable<int> GivenAsync(IAsyncEnumerable<int> given) { await foreach (var row in given) { Tick(); yield return row; } }
            private static IEnumerable<int> Endless() { while (true) { Tick(); yield return 1; } }
            private static IEnumerable<int> Through() { foreach (var row in Endless()) yield return row; }
            private static IEnumerable<int> Tried() { try { while (true) { yield return 1; Tick(); } } finally { s_tried++; } }
            private static IEnumerable<int> Waits(int rows) { for (var row = 0; row < rows; row++) { Thread.Sleep(0); Tick(); yield return row; } }
            private static IEnumerable<int> Walks(IEnumerable<int> given) { foreach (var row in given) { if (row > 0) yield return row; } }
            public static void Tick()
            {
                if (Thrown) throw new InvalidOperationException();
        #if V2
                for (var i = 0; i < 4; i++) Console.Error.Write("");
        #else
                for (var i = 0; i < 3; i++) Console.Error.Write("");
        #endif
            }
        }
        public static class Run
        {
            private static readonly Service service = new();
            public static void Start(string kind) => service.Start(kind);
            public static void Stop(string way) => service.Stop(way);
        }
        """;

    // Runs of own iterators, where one goes through another, are one each; one that only walks through what it was given does not count.
    private static readonly (string Kind, int Runs)[] s_kinds =
        [("fed", 1), ("value", 1), ("stream", 1), ("given", 2), ("endless", 1), ("generic", 1), ("tried", 1), ("waits", 1), ("through", 2), ("walks", 0)];

    private readonly Dictionary<(string Method, VersionNumber Version), int> _others =
        HotSwap.GetStatus().Loops.ToDictionary(static l => (l.Method, l.Version), static l => l.Running);

    [Theory]
    [InlineData(Configuration.Debug, "dispose")]
    [InlineData(Configuration.Release, "dispose")]
    [InlineData(Configuration.Release, "throw")]
    public async Task Status_counts_the_runs_of_each_version_until_they_end(Configuration configuration, string way)
    {
        using var swap = new SwapCase("OpenCounted", configuration, source: Source);
        var (_, patch) = swap.MakePatch(swap.Plain2);
        var live = Loaded.From(swap.Woven1);
        var expected = 0;
        foreach (var (kind, runs) in s_kinds)
        {
            Do(live, "Start", kind);
            expected += runs;
            AssertCounts([(0, expected)], kind);
        }

        var result = await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        var after = 0;
        foreach (var (kind, runs) in s_kinds)
        {
            Do(live, "Start", kind);
            after += runs;
            AssertCounts(after == 0 ? [(0, expected)] : [(0, expected), (result.To.Value, after)], kind);
        }

        Do(live, "Stop", way);
        AssertCounts([], way);
        await HotSwap.RollbackAsync(result.From);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void An_iterator_that_comes_to_its_end_counts_no_more(Configuration configuration)
    {
        using var swap = new SwapCase("OpenEnded", configuration, source: Source);
        var live = Loaded.From(swap.Woven1);
        Do(live, "Start", "waits");
        AssertCounts([(0, 1)], "waits");
        Do(live, "Stop", "end");
        AssertCounts([], "end");
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void What_counts_is_no_change(Configuration configuration)
    {
        using var swap = new SwapCase("OpenUncounted", configuration, source: Source);
        foreach (var same in new[] { swap.Plain1, swap.Woven1 })
        {
            var result = PatchMaker.Make(new PatchRequest
            {
                BaselinePath = swap.Woven1, NewPath = same, OutputPath = same + ".hotpatch", References = [AppContext.BaseDirectory],
            });
            Assert.Equal(PatchOutcome.NoChanges, result.Outcome);
        }
    }

    // Runs begin and end before whoever asks for them goes on.
    private void AssertCounts((int Version, int Running)[] expected, string when)
    {
        var loops = HotSwap.GetStatus().Loops;
        var counts = loops.Select(l => (l.Version, Running: l.Running - _others.GetValueOrDefault((l.Method, l.Version))))
            .Where(static l => l.Running > 0)
            .GroupBy(static l => l.Version.Value)
            .Select(static g => (g.Key, g.Sum(static l => l.Running)));
        Assert.True(counts.SequenceEqual(expected), $"{when}: {string.Join("\n", loops)}");
    }

    private static void Do(Loaded live, string step, string kind) =>
        live.Assembly.GetType("Run")!.GetMethod(step)!.Invoke(null, [kind]);
}
