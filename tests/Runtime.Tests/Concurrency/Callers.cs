using System.Collections.Concurrent;
using Xunit;

namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>
/// Threads that call every export in a tight loop and check each answer: it is that of a turn which was in effect during the call,
/// and no earlier than the turn that answered the thread before, on whichever type.
/// </summary>
internal sealed class Callers
{
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Func<int>[] _exports;
    private readonly TurnHistory _history;
    private readonly Thread[] _threads;
    private long _calls;
    private bool _stop;

    internal Callers(int count, Func<int>[] exports, TurnHistory history)
    {
        _exports = exports;
        _history = history;
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Run))];
        foreach (var thread in _threads)
            thread.Start();
    }

    internal long Calls => Volatile.Read(ref _calls);

    /// <summary>Stops, and fails when any answer was wrong.</summary>
    internal void Stop()
    {
        Volatile.Write(ref _stop, true);
        foreach (var thread in _threads)
            thread.Join();
        Assert.Empty(_failures);
    }

    private void Run()
    {
        var last = 0;
        long calls = 0;
        try
        {
            while (!Volatile.Read(ref _stop) && _failures.IsEmpty)
            {
                for (var type = 0; type < _exports.Length; type++)
                {
                    var done = _history.Done;
                    var answer = _exports[type]();
                    var announced = _history.Announced;
                    var turn = _history.Find(answer, Math.Max(last, done), announced);
                    if (turn < 0)
                        _failures.Enqueue($"type {type} answered {answer} between turns {done} and {announced}, after turn {last}");
                    last = Math.Max(last, turn);
                    calls++;
                }

                // The machine may have fewer processors than there are callers, and the one who turns needs one too.
                if ((calls & 0x3FF) == 0)
                    Thread.Yield();
            }
        }
        catch (Exception e)
        {
            _failures.Enqueue(e.ToString());
        }

        Interlocked.Add(ref _calls, calls);
    }
}
