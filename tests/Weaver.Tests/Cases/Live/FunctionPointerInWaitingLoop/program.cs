using System;
using System.Collections.Concurrent;
using System.Threading;

public unsafe class Worker
{
    private readonly BlockingCollection<string> _jobs = [];
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread _thread;
    private int _seen;

    public Worker()
    {
        _thread = new Thread(Work) { IsBackground = true };
        _thread.Start();
    }

    public void End()
    {
        _jobs.CompleteAdding();
        _thread.Join();
    }

    public int Do(string job)
    {
        _jobs.Add(job);
        _done.Wait();
        return _seen;
    }

    private static int Length(string job) => job.Length;

    private void Work()
    {
        delegate*<string, int> length = &Length;
        while (!_jobs.IsCompleted)
        {
            if (_jobs.TryTake(out var job, -1))
            {
                _seen += length(job) + Calls.Apply(&Length, job);
                _done.Release();
            }
        }
    }
}

public static unsafe class Calls
{
#if V2
    public static int Apply(delegate*<string, int> length, string job) => length(job) + 1000;
#else
    public static int Apply(delegate*<string, int> length, string job) => length(job) + 100;
#endif
}

public static class Program
{
    private static void Main()
    {
        var worker = new Worker();
        var before = 0;
        while (Console.ReadLine() is not null)
        {
            var seen = worker.Do("job");
            Console.WriteLine(seen - before);
            Console.WriteLine("<<end>>");
            before = seen;
        }

        worker.End();
    }
}
