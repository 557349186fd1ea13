using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Methods marked [UnitOfWork], while swaps happen.</summary>
[Collection("swaps")]
public sealed class UnitMethodTests : IDisposable
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using HotWeave;
        public class Jobs
        {
        #if V2
            public string Version() => "2" + string.Empty.PadLeft(0, ' ').Trim();
        #else
            public string Version() => "1" + string.Empty.PadLeft(0, ' ').Trim();
        #endif
            public static SemaphoreSlim Begun = new(0);
            public static TaskCompletionSource Go = new(TaskCreationOptions.RunContinuationsAsynchronously);
            [UnitOfWork]
            public async Task<string> WorkAsync(string name, int number)
            {
                var before = Version();
                Begun.Release();
                await Go.Task;
                return $"{name}{number}:{before}{await Task.Run(Version)}{await NestedAsync()}";
            }
            [UnitOfWork]
            public async ValueTask<string> ValueAsync(string name)
            {
                await Go.Task;
                return name + Version();
            }
            [UnitOfWork]
            private async Task<string> NestedAsync() { await Task.Yield(); return Version() + UnitOfWork.Name; }
            [UnitOfWork]
            public string Work() => Version() + UnitOfWork.Name;
            [UnitOfWork]
            public Task<int> ThrowsAsync(bool at) { if (at) throw new InvalidOperationException("at once"); return Task.FromException<int>(new InvalidOperationException("later")); }
            [UnitOfWork]
            public async IAsyncEnumerable<string> Items(int count)
            {
                try
                {
                    for (var i = 0; i < count; i++)
                    {
                        yield return Version() + UnitOfWork.Name;
                        await Task.Yield();
                    }
                }
                finally
                {
                    Finished = Version() + UnitOfWork.IsInside;
                }
            }
            public static string? Finished;
            [UnitOfWork]
            public int Throw(bool cancelled) => throw (cancelled ? new OperationCanceledException() : new InvalidOperationException("thrown"));
            [UnitOfWork]
            public void Catches(Action action) { try { action(); } catch (InvalidOperationException) { } }
            [UnitOfWork]
            public async Task CatchesAsync(Func<Task> action) { try { await action(); } catch (InvalidOperationException) { } }
            [UnitOfWork]
            public async Task ThrowsLateAsync() { await Task.Yield(); throw new InvalidOperationException("late"); }
            [UnitOfWork]
            public async IAsyncEnumerable<int> ThrowingItems(bool waits) { yield return 1; if (waits) await Task.Yield(); throw new InvalidOperationException("item"); }
            [UnitOfWork]
            public async Task<bool> CanBeCancelledAsync()
            {
                var token = UnitOfWork.CancellationToken;
                Begun.Release();
                try { await Task.Delay(Timeout.Infinite, token); return false; } catch (OperationCanceledException) { return true; }
            }
        }
        public static class Running
        {
            public static Task<string>? Task1;
            public static Task<bool>? Cancelled;
            private static IAsyncEnumerator<string> items = null!;
            public static Jobs Jobs = new();
            private static readonly List<Task<string>> waiting = [];
            private static readonly List<Thread> threads = [];
            public static void Fail(TextWriter output)
            {
                Catch(() => Jobs.Throw(false));
                Catch(() => Jobs.ThrowsAsync(true).Wait());
                Catch(() => Jobs.ThrowsAsync(false).Wait());
                Catch(() => Jobs.ThrowsLateAsync().Wait());
                Catch(() => ReadAsync(false).Wait());
                Catch(() => ReadAsync(true).Wait());
            }
            public static void DoNotFail(TextWriter output)
            {
                Catch(() => Jobs.Throw(true));
                Jobs.Catches(() => Jobs.Throw(false));
                Jobs.CatchesAsync(() => Jobs.ThrowsAsync(true)).Wait();
                Jobs.CatchesAsync(Jobs.ThrowsLateAsync).Wait();
                Jobs.CatchesAsync(() => ReadAsync(true)).Wait();
                Jobs.Work();
            }
            private static async Task ReadAsync(bool waits) { await foreach (var item in Jobs.ThrowingItems(waits)) { } }
            private static void Catch(Action action) { try { action(); } catch (Exception) { } }
            public static void Begin(TextWriter output) { Task1 = Jobs.WorkAsync("a", 1); Jobs.Begun.Wait(); output.Write(UnitOfWork.IsInside); }
            public static void BeginCancellable(TextWriter output) { Cancelled = Jobs.CanBeCancelledAsync(); Jobs.Begun.Wait(); }
            public static void EndCancellable(TextWriter output) => output.Write(Cancelled!.Result);
            public static void Wait(TextWriter output)
            {
                waiting.Add(Jobs.WorkAsync("w", 2));
                waiting.Add(Jobs.ValueAsync("v").AsTask());
                waiting.Add(Try(Jobs.ThrowsAsync(true)));
                waiting.Add(Try(Jobs.ThrowsAsync(false)));
                waiting.Add(First(Jobs.Items(1)));
                output.Write(string.Join(",", waiting.Select(t => t.IsCompleted)));
            }
            public static void Block(TextWriter output)
            {
                var result = new TaskCompletionSource<string>();
                waiting.Add(result.Task);
                var thread = new Thread(() => result.SetResult(Jobs.Work()));
                thread.Start();
            }
            private static async Task<string> Try(Task<int> task) { try { await task; return "none"; } catch (InvalidOperationException e) { return e.Message; } }
            private static async Task<string> First(IAsyncEnumerable<string> items) { await foreach (var item in items) return item; return "none"; }
            public static void Go(TextWriter output) => Jobs.Go.TrySetResult();
            public static void Ask(TextWriter output) => output.Write(Jobs.Version() + Jobs.Work());
            public static void End(TextWriter output) => output.Write(Task1!.Result + UnitOfWork.IsInside);
            public static void EndWaiting(TextWriter output) => output.Write(string.Join(",", waiting.Select(t => t.Result)));
            public static void BeginItems(TextWriter output) { items = Jobs.Items(3).GetAsyncEnumerator(); Step(output); }
            public static void Step(TextWriter output) { output.Write(items.MoveNextAsync().AsTask().Result ? items.Current : "end"); output.Write(UnitOfWork.IsInside); }
            public static void EndItems(TextWriter output) { items.DisposeAsync().AsTask().Wait(); output.Write(Jobs.Finished); }
        }
        """;

    private readonly SwapCase _swap = new("Running", Configuration.Release, source: Source);
    private readonly Loaded _live;
    private readonly byte[] _patch;

    public UnitMethodTests()
    {
        _live = Loaded.From(_swap.Woven1);
        _patch = _swap.MakePatch(_swap.Plain2).Bytes;
    }

    public void Dispose() => _swap.Dispose();

    [Fact]
    public async Task A_call_sees_one_version_until_its_task_ends()
    {
        Assert.Equal("False", Run("Begin"));
        Assert.Equal(["Jobs.WorkAsync"], HotSwap.GetStatus().Units.Select(u => u.Name));
        var before = HotSwap.GetStatus().Current;
        await ApplyAsync(SwapMode.UnitOfWork);
        Assert.Equal("22Jobs.Work", Run("Ask"));
        Run("Go");
        Assert.Equal("a1:111Jobs.WorkAsyncFalse", Run("End"));
        // The unit ends with the task, by a continuation of it, as who waits for the task is one.
        await WaitUntil(() => HotSwap.GetStatus().Units.Count == 0);
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task While_the_gate_is_closed_asynchronous_calls_wait_without_a_thread_and_synchronous_ones_block()
    {
        Run("Begin");
        var before = HotSwap.GetStatus().Current;
        var swap = ApplyAsync(SwapMode.Quiescent);
        await WaitUntil(() => HotSwap.GetStatus().Waiting is not null);
        Assert.Equal("False,False,False,False,False", Run("Wait"));
        Run("Block");
        await WaitUntil(() => HotSwap.GetStatus().Waiting?.Waiting == 6);
        Run("Go");
        Assert.Equal("a1:111Jobs.WorkAsyncFalse", Run("End"));
        await swap;
        Assert.Equal("w2:222Jobs.WorkAsync,v2,at once,later,2Jobs.Items,2Jobs.Work", Run("EndWaiting"));
        await WaitUntil(() => HotSwap.GetStatus().Units.Count == 0);
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task A_stream_is_in_its_unit_at_each_step_and_ends_it_at_disposal()
    {
        Assert.Equal("1Jobs.ItemsFalse", Run("BeginItems"));
        var before = HotSwap.GetStatus().Current;
        await ApplyAsync(SwapMode.UnitOfWork);
        Assert.Equal("1Jobs.ItemsFalse", Run("Step"));
        Assert.Equal("22Jobs.Work", Run("Ask"));
        Assert.Equal(["Jobs.Items"], HotSwap.GetStatus().Units.Select(u => u.Name));
        Assert.Equal("1True", Run("EndItems"));
        Assert.Empty(HotSwap.GetStatus().Units);
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task A_call_that_runs_too_long_has_its_token_signalled()
    {
        Run("BeginCancellable");
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(_patch, new SwapOptions { LoadContext = _live.Context, Mode = SwapMode.Quiescent, CancelUnits = true, Timeout = TimeSpan.FromSeconds(2) });
        Assert.Equal("True", Run("EndCancellable"));
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task A_call_that_throws_has_failed_unless_it_was_cancelled_or_its_caller_in_the_unit_handles_it()
    {
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(_patch, new SwapOptions { LoadContext = _live.Context, Mode = SwapMode.UnitOfWork, Probation = new ProbationOptions() });
        Run("Fail");
        await WaitUntil(() => HotSwap.GetStatus().Units.Count == 0);
        var trial = HotSwap.GetStatus().Trial!.New;
        Assert.Equal((6, 6), (trial.Ended, trial.Failed));
        Run("DoNotFail");
        await WaitUntil(() => HotSwap.GetStatus().Units.Count == 0);
        trial = HotSwap.GetStatus().Trial!.New;
        Assert.Equal((12, 6), (trial.Ended, trial.Failed));
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task Methods_of_added_types_are_units()
    {
        const string Added = """
            using System.IO;
            using HotWeave;
            public class Entry
            {
            #if V2
                public string Ask() => new Job().Run() + UnitOfWork.IsInside;
            #else
                public string Ask() => "none" + UnitOfWork.IsInside;
            #endif
            }
            #if V2
            public class Job { [UnitOfWork] public string Run() => UnitOfWork.Name + ""; }
            #endif
            public static class AddedUnits { public static void Run(TextWriter output) => output.Write(new Entry().Ask()); }
            """;
        using var swap = new SwapCase("AddedUnits", Configuration.Release, source: Added);
        var live = Loaded.From(swap.Woven1);
        Assert.Equal("noneFalse", live.Run("AddedUnits"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(swap.MakePatch(swap.Plain2).Bytes, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("Job.RunFalse", live.Run("AddedUnits"));
        await HotSwap.RollbackAsync(before);
    }

    private static async Task WaitUntil(Func<bool> condition)
    {
        var began = Environment.TickCount64;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 - began < 30_000, "it never came to that");
            await Task.Yield();
        }
    }

    private Task<SwapResult> ApplyAsync(SwapMode mode) =>
        HotSwap.ApplyAsync(_patch, new SwapOptions { LoadContext = _live.Context, Mode = mode, Timeout = TimeSpan.FromMinutes(1) });

    private string Run(string step)
    {
        var output = new StringWriter();
        _live.Assembly.GetType("Running")!.GetMethod(step)!.Invoke(null, [output]);
        return output.ToString();
    }
}
