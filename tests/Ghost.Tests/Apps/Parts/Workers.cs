using System.Runtime.CompilerServices;

namespace Parts;

/// <summary>Workers that never return. Each is compiled with optimisation at once, so that what it calls is inlined from the beginning.</summary>
public static class Workers
{
    private static volatile int s_last;

    public static int Last => s_last;

    public static string Start(string kind)
    {
        var worker = new Thread(kind switch
        {
            "disposing" => new DisposingWorker().Run,
            "generic" => new GenericWorker<string>().Run,
            "generic virtual" => new NumberWorker<int>().Run,
            "deep" => DeepWorker.Run,
            "collecting" => Collect,
            _ => new CallingWorker().Run,
        })
        {
            IsBackground = true,
        };
        worker.Start();
        SpinWait.SpinUntil(() => s_last != 0);
        return "started";
    }

    // The collector holds all threads most of the time, and lets them go in between.
    private static void Collect()
    {
        while (true)
        {
            GC.Collect();
            s_last = GC.CollectionCount(2);
            Thread.Sleep(1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Note(int last)
    {
        s_last = last;
        Thread.Yield();
    }
}

public static class Rates
{
    public static int Current() => Version.Number;
}

/// <summary>Changes itself, and has the method of a sealed class inlined that it calls by an interface of the framework.</summary>
public sealed class DisposingWorker
{
    private readonly Disposer _disposer = new();

    public static int Twice => 2 * Version.Number;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run()
    {
        while (true)
            ((IDisposable)_disposer).Dispose();
    }

    private sealed class Disposer : IDisposable
    {
        public void Dispose() => Workers.Note(Version.Number);
    }
}

public class GenericWorker<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run()
    {
        while (typeof(T) != typeof(object))
            Workers.Note(Rates.Current());
    }
}

public abstract class Worker
{
    public abstract void Run();
}

public sealed class NumberWorker<T> : Worker
    where T : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Run()
    {
        while (typeof(T) != typeof(object))
            Workers.Note(Rates.Current());
    }
}

/// <summary>Has more methods on its stack, above that with the inlined one, than anybody expects.</summary>
public static class DeepWorker
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run()
    {
        while (true)
        {
            Workers.Note(Rates.Current());
            Sink(6000);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sink(int depth)
    {
        if (depth > 0)
            return Sink(depth - 1) + 1;
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}

/// <summary>Changes itself, and has nothing inlined of what changes.</summary>
public sealed class CallingWorker
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run()
    {
        while (true)
            Workers.Note(Number());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Number() => Version.Number;
}
