using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using HotWeave;

// Units that end in all manners while code goes live at rest: by return, by exceptions and by cancellation.
public static class First
{
#if V2
    public static string Tag() => string.Concat("v", 2);
#else
    public static string Tag() => string.Concat("v", 1);
#endif
}

public static class Second
{
#if V2
    public static string Tag() => string.Concat("v", 2);
#else
    public static string Tag() => string.Concat("v", 1);
#endif
}

[NotSwappable]
internal static class Program
{
    private static readonly ConcurrentDictionary<string, int> s_seen = new();
    private static readonly SemaphoreSlim s_done = new(0);
    private static long s_mixed;
    private static volatile bool s_stop;

    private static void Main()
    {
        Task[] workers =
        [
            .. Enumerable.Range(0, 3).Select(kind => Task.Factory.StartNew(() => Repeat(() => Synchronous(kind)), TaskCreationOptions.LongRunning)),
            .. Enumerable.Range(0, 3).Select(kind => Task.Run(() => RepeatAsync(() => Asynchronous(kind)))),
        ];

        while (Console.ReadLine() is not null)
        {
            s_seen.Clear();
            while (s_done.Wait(0))
            {
            }

            for (var i = 0; i < 50; i++)
                s_done.Wait();
            Console.WriteLine($"seen {string.Join(",", s_seen.Keys.Order(StringComparer.Ordinal))} mixed {Interlocked.Read(ref s_mixed)}");
            Console.WriteLine("<<end>>");
        }

        s_stop = true;
        Task.WaitAll(workers);
    }

    private static void Repeat(Action unit)
    {
        while (!s_stop)
        {
            try
            {
                unit();
            }
            catch (InvalidOperationException)
            {
                Thread.Sleep(1);
            }
        }
    }

    private static async Task RepeatAsync(Func<Task> unit)
    {
        while (!s_stop)
        {
            try
            {
                await unit();
            }
            catch (OperationCanceledException)
            {
                await Task.Delay(1);
            }
        }
    }

    private static void Synchronous(int kind)
    {
        using var unit = UnitOfWork.EnterRoot("synchronous " + kind);
        var first = First.Tag();
        if (kind == 1)
            throw new InvalidOperationException();
        Thread.Sleep(1);
        Compare(first, Second.Tag());
    }

    private static async Task Asynchronous(int kind)
    {
        using var unit = await UnitOfWork.EnterRootAsync("asynchronous " + kind);
        var first = First.Tag();
        if (kind == 1)
            throw new OperationCanceledException();
        await Task.Delay(1);
        Compare(first, Second.Tag());
    }

    private static void Compare(string first, string second)
    {
        if (first != second)
            Interlocked.Increment(ref s_mixed);
        s_seen[first] = 1;
        s_done.Release();
    }
}
