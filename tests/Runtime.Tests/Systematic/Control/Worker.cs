using System.Collections.Concurrent;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>Threads that run one thing after the other: making one takes longer than most of what they run.</summary>
internal sealed class Worker
{
    private const int Stack = 512 * 1024;

    private static readonly ExecutionContext s_empty = CaptureEmpty();

    private static readonly ConcurrentBag<Worker> s_idle = [];

    private readonly Signal _asked = new();
    private Action? _run;

    internal static void Run(Action run)
    {
        if (!s_idle.TryTake(out var worker))
        {
            worker = new Worker();
            new Thread(worker.Loop, Stack) { IsBackground = true, Name = "scheduled" }.UnsafeStart();
        }

        worker._run = run;
        worker._asked.Give();
    }

    private void Loop()
    {
        while (true)
        {
            _asked.Wait();
            // What one leaves in its context is not the next one's.
            ExecutionContext.Run(s_empty, static run => ((Action)run!)(), _run);
            _run = null;
            s_idle.Add(this);
        }
    }

    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }
}
