using System.Collections.Concurrent;
using HotWeave.Turning;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class SwapLockTests
{
    private readonly ConcurrentQueue<string> _order = new();
    private readonly SwapLock _lock = new(static () => { }, static () => { });

    [Fact]
    public void An_operator_waits_for_what_HotWeave_does_by_itself_and_is_not_refused_because_of_it()
    {
        using var began = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var work = new Thread(() => Assert.True(_lock.TryRunOwnWork(() =>
        {
            began.Set();
            go.Wait();
            _order.Enqueue("own work");
        })));
        work.Start();
        began.Wait();
        Exception? refusal = null;
        var operation = new Thread(() => refusal = Record.Exception(() =>
        {
            using var held = _lock.Acquire("apply");
            _order.Enqueue("operation");
        }));
        operation.Start();
        while (operation.ThreadState.HasFlag(ThreadState.WaitSleepJoin) is false && operation.IsAlive)
            Thread.Yield();
        Assert.Null(_lock.Holder);
        go.Set();
        work.Join();
        operation.Join();
        Assert.Null(refusal);
        Assert.Equal(["own work", "operation"], _order);
    }

    [Fact]
    public void Own_work_neither_waits_for_an_operation_nor_for_itself()
    {
        using (_lock.Acquire("apply"))
            Assert.False(_lock.TryRunOwnWork(() => _order.Enqueue("meanwhile")));
        Assert.True(_lock.TryRunOwnWork(() => _order.Enqueue(_lock.TryRunOwnWork(() => _order.Enqueue("within")) ? "again" : "once")));
        Assert.Equal(["once"], _order);
        var e = Assert.Throws<SwapException>(TakeTwice);
        Assert.Contains("apply", e.Message, StringComparison.Ordinal);
        Assert.Null(_lock.Holder);
    }

    private void TakeTwice()
    {
        using var held = _lock.Acquire("apply");
        _lock.Acquire("rollback");
    }
}
