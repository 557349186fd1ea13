using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;

public unsafe class Worker
{
    private readonly BlockingCollection<string> _jobs = [];
    private readonly SemaphoreSlim _done = new(0);
    private int _seen;

    public Worker() => new Thread(Work) { IsBackground = true }.Start();

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
                _seen += length(job) + Apply(&Length, job);
                _done.Release();
            }
        }
    }

    public static int Apply(delegate*<string, int> length, string job) => length(job) + Case.Bonus();
}

public static class Case
{
    private static readonly Worker s_worker = new();
    private static int s_before;

#if V2
    public static int Bonus() => 1000;
#else
    public static int Bonus() => 100;
#endif

    public static void Run(TextWriter output)
    {
        var seen = s_worker.Do("job");
        output.WriteLine(seen - s_before);
        s_before = seen;
    }
}
