using System.Runtime.CompilerServices;
using HotWeave.Protocol;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;

namespace HotWeave.Runtime.Tests.Units;

/// <summary>Units whose handles nobody disposes, in every way in which a unit is held.</summary>
public sealed class LostUnitTests : SwapTest
{
    private static readonly SwapOptions s_quiescent = new() { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMinutes(2) };

    public static TheoryData<string> Ways => ["root", "joined", "held", "captured", "frame", "stream"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_unit_that_nobody_can_end_any_more_is_ended_and_named(string way)
    {
        var before = LostUnits.Count;
        OnAnotherThread(() => Lose(way));
        Assert.Equal("lost " + way, Assert.Single(HotSwap.GetStatus().Units).Name);
        for (var i = 0; i < 10 && LostUnits.Count == before; i++)
            SeekAndCollect();
        Assert.Equal(["lost " + way], LostUnits.NamesSince(before));
        Assert.Empty(HotSwap.GetStatus().Units);
    }

    [Fact]
    public async Task A_swap_that_waits_for_a_lost_unit_ends_it_and_says_so()
    {
        const string way = "root";
        var counters = new Counters("Lost", 1);
        OnAnotherThread(() => Lose(way));
        var result = await HotSwap.ApplyAsync(counters.Patch(1), s_quiescent);
        Assert.StartsWith($"HW6322: The swap waited for the unit of work lost {way}", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(HotSwap.GetStatus().Units);
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public void Who_still_has_a_handle_keeps_his_unit_and_ends_it_once()
    {
        using var root = OtherFlow.Enter("kept");
        var held = root.Run(UnitOfWork.Hold)!;
        for (var i = 0; i < 3; i++)
            SeekAndCollect();
        var unit = root.Handle.Unit;
        Assert.True(unit.IsAlive);
        root.Dispose();
        root.Dispose();
        SeekAndCollect();
        Assert.True(unit.IsAlive);
        held.Dispose();
        Assert.False(unit.IsAlive);
        SeekAndCollect();
        Assert.Empty(HotSwap.GetStatus().Units);
    }

    [Fact]
    public void A_handle_that_is_lost_gives_back_its_own_hold_only()
    {
        using var root = OtherFlow.Enter("kept");
        OnAnotherThread(() => root.Run(UnitOfWork.Hold));
        var before = LostUnits.Count;
        for (var i = 0; i < 10 && LostUnits.Count == before; i++)
            SeekAndCollect();
        Assert.Equal(before + 1, LostUnits.Count);
        Assert.True(root.Handle.Unit.IsAlive);
        root.Dispose();
        Assert.False(root.Handle.Unit.IsAlive);
    }

    [Fact]
    public void Handles_that_are_disposed_while_somebody_looks_are_given_back_once()
    {
        using var stop = new CancellationTokenSource();
        var looking = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                SeekAndCollect();
        });
        looking.Start();
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                using var root = UnitOfWork.EnterRoot("busy");
                using var joined = UnitOfWork.Enter();
                using var held = UnitOfWork.Hold();
                root.Dispose();
                Assert.True(held!.Unit.IsAlive);
            }
        });
        stop.Cancel();
        looking.Join();
        Assert.Empty(HotSwap.GetStatus().Units);
    }

    [Fact]
    public void A_collection_that_takes_longer_than_a_swap_may_wait_does_not_hold_it_up()
    {
        using var unit = OtherFlow.Enter("long");
        // Not disposed, here and below: the thread that collects may end later than the test.
        var began = new SemaphoreSlim(0);
        var mayEnd = new SemaphoreSlim(0);
        var looked = new SemaphoreSlim(0);
        var search = new LostUnitSearch(() => looked.Release(), () =>
        {
            began.Release();
            mayEnd.Wait();
        });
        var turn = new QuiescentTurn { Timeout = TimeSpan.FromMilliseconds(400), Seek = search.Ask };
        // Ends, though the collection does not.
        var late = Assert.Throws<NotQuiescentException>(() => Transition.TurnQuiescent(Transition.World.Main.Table, turn));
        Assert.Equal("long", Assert.Single(late.Units).Name);
        began.Wait();
        mayEnd.Release(2);
        // Once when it was asked, and round the collection.
        for (var i = 0; i < 3; i++)
            looked.Wait();
    }

    [Fact]
    public void What_is_asked_for_while_a_collection_is_made_has_one_more_made()
    {
        var began = new SemaphoreSlim(0);
        var mayEnd = new SemaphoreSlim(0);
        var times = 0;
        var search = new LostUnitSearch(static () => { }, () =>
        {
            Interlocked.Increment(ref times);
            began.Release();
            mayEnd.Wait();
        });
        search.Ask();
        began.Wait();
        for (var i = 0; i < 3; i++)
            search.Ask();
        mayEnd.Release();
        began.Wait();
        Assert.Equal(2, times);
        search.Ask();
        mayEnd.Release();
        began.Wait();
        Assert.Equal(3, times);
        mayEnd.Release();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? Lose(string way)
    {
        var name = "lost " + way;
        switch (way)
        {
            case "root":
                return UnitOfWork.EnterRoot(name);
            case "joined":
                using (UnitOfWork.EnterRoot(name))
                    return UnitOfWork.Enter();
            case "held":
                using (UnitOfWork.EnterRoot(name))
                    return UnitOfWork.Hold();
            case "captured":
                using (UnitOfWork.EnterRoot(name))
                    return UnitOfWork.Capture().Enter();
            case "frame":
                UnitFrame.Enter(name, out var frame);
                frame.LeaveWith(new TaskCompletionSource().Task);
                frame.Leave();
                return null;
            default:
                var enumerator = UnitFrame.Stream(name, static _ => Numbers(), []).GetAsyncEnumerator();
                return enumerator.MoveNextAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async IAsyncEnumerable<int> Numbers()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }

    private static void SeekAndCollect()
    {
        LostUnits.Seek();
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static void OnAnotherThread(Func<object?> run)
    {
        var thread = new Thread(() => run());
        thread.UnsafeStart();
        thread.Join();
    }
}
