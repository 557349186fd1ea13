using HotWeave.Guarding;
using Xunit;

namespace HotWeave.Runtime.Tests.Guarding;

/// <summary>An exception that got out of any of these would end the test run.</summary>
public sealed class GuardTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void What_a_thread_throws_is_told()
    {
        using var told = new BlockingOutcome();
        Assert.True(new Guard(told.Tell).TryStartThread("work", static () => throw new InvalidTimeZoneException("thrown")));
        Assert.Equal("work: thrown", told.Wait());
    }

    [Fact]
    public void What_telling_throws_is_lost()
    {
        using var told = new BlockingOutcome();
        var guard = new Guard((what, failure) =>
        {
            told.Tell(what, failure);
            throw new IOException("no space");
        });
        Assert.True(guard.TryStartThread("work", static () => throw new InvalidTimeZoneException("thrown")));
        Assert.Equal("work: thrown", told.Wait());
        guard.Run("here", static () => throw new InvalidTimeZoneException("thrown"));
        guard.Handle("event", static () => throw new InvalidTimeZoneException("thrown"))(null, EventArgs.Empty);
    }

    [Fact]
    public void Pool_items_timers_continuations_and_subscribers_that_throw_end_nothing()
    {
        using var done = new CountdownEvent(4);
        Action fail = () =>
        {
            done.Signal();
            throw new InvalidTimeZoneException("thrown");
        };
        OwnWork.Queue("item", static f => f(), fail);
        OwnWork.StartTimer("tick", TimeProvider.System, fail, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        var task = new TaskCompletionSource();
        OwnWork.After(task.Task, "continuation", fail);
        task.SetException(new InvalidTimeZoneException("the task's own"));
        Assert.IsType<InvalidTimeZoneException>(task.Task.Exception!.InnerException);
        var called = false;
        OwnWork.Raise("event", fail + (() => called = true));
        Assert.True(called);
        Assert.True(done.Wait(s_longest));
    }

    private sealed class BlockingOutcome : IDisposable
    {
        private readonly ManualResetEventSlim _told = new();
        private string? _what;

        public void Tell(string what, Exception failure)
        {
            _what = $"{what}: {failure.Message}";
            _told.Set();
        }

        public string? Wait()
        {
            Assert.True(_told.Wait(s_longest));
            return _what;
        }

        public void Dispose() => _told.Dispose();
    }
}
