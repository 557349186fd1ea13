using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

public static class Asynchronous
{
    public static void Run(TextWriter output) => RunAsync(output).GetAwaiter().GetResult();

    public static async Task RunAsync(TextWriter output)
    {
        var worker = new Worker();
        output.WriteLine(await worker.AddAsync(1, 2));
        output.WriteLine(await worker.ValueAsync(true) + await worker.ValueAsync(false));
        output.WriteLine(await worker.GenericAsync("x", 3));
        await worker.NothingAsync();
        output.WriteLine(string.Join(",", worker.Numbers(3)));
        output.WriteLine(string.Join(",", Worker.Fibonacci().Take(10)));
        await foreach (var n in worker.StreamAsync(3))
            output.Write(n + ";");
        output.WriteLine();
        worker.FireAndForget(output);
        await worker.Done.Task;
        output.WriteLine(await worker.Lambda()(20));
        output.WriteLine(await worker.LocalAsync(4));
        try
        {
            await worker.FailAsync("bad");
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e.ToString());
        }

        try
        {
            foreach (var n in worker.FailingIterator())
                output.WriteLine(n);
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e.StackTrace);
        }

        var channel = Channel.CreateUnbounded<int>();
        var reader = worker.DrainAsync(channel.Reader);
        for (var i = 0; i < 5; i++)
            await channel.Writer.WriteAsync(i);
        channel.Writer.Complete();
        output.WriteLine(await reader);
        using var source = new CancellationTokenSource();
        source.Cancel();
        try
        {
            await foreach (var n in worker.CancellableAsync(source.Token))
                output.WriteLine(n);
        }
        catch (OperationCanceledException)
        {
            output.WriteLine("cancelled");
        }

        await using (var resource = new Resource(output))
            await resource.UseAsync();
        output.WriteLine(await new Deferred<int>(5));
        output.WriteLine(await Worker.TryFinallyAsync(output));
    }
}

public class Worker
{
    public TaskCompletionSource Done { get; } = new();

    public async Task<int> AddAsync(int a, int b)
    {
        await Task.Yield();
        return await SumAsync(a, b);
    }

    public async Task<int> SumAsync(int a, int b)
    {
        await Task.Delay(1).ConfigureAwait(false);
        return a + b;
    }

    public async ValueTask<int> ValueAsync(bool quick)
    {
        if (quick)
            return 1;
        await Task.Yield();
        return 2;
    }

    public async Task<string> GenericAsync<T>(T value, int times)
    {
        var text = "";
        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
            text += value;
        }

        return text;
    }

    public async Task NothingAsync() => await Task.CompletedTask;

    public IEnumerable<int> Numbers(int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
                yield return Square(i);
        }
        finally
        {
            Done.Task.GetHashCode();
        }
    }

    public static IEnumerable<long> Fibonacci()
    {
        (long a, long b) = (0, 1);
        while (true)
        {
            yield return a;
            (a, b) = (b, a + b);
        }
    }

    public async IAsyncEnumerable<int> StreamAsync(int count, [EnumeratorCancellation] CancellationToken token = default)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(1, token);
            yield return Square(i);
        }
    }

    public async IAsyncEnumerable<int> CancellableAsync([EnumeratorCancellation] CancellationToken token)
    {
        yield return 1;
        await Task.Delay(-1, token);
        yield return 2;
    }

    public async void FireAndForget(TextWriter output)
    {
        await Task.Yield();
        output.WriteLine("forgotten");
        Done.SetResult();
    }

    public Func<int, Task<int>> Lambda()
    {
        var factor = 2;
        return async n =>
        {
            await Task.Yield();
            return n * factor + Square(1);
        };
    }

    public async Task<int> LocalAsync(int n)
    {
        return await Twice(n) + await Static(n);

        async Task<int> Twice(int m)
        {
            await Task.Yield();
            return m * 2 + n;
        }

        static async Task<int> Static(int m)
        {
            await Task.Yield();
            return m;
        }
    }

    public async Task FailAsync(string message)
    {
        await Task.Yield();
        await DeeperAsync(message);
    }

    public async Task DeeperAsync(string message)
    {
        await Task.Yield();
        Throw(message);
    }

    public void Throw(string message)
    {
        throw new InvalidOperationException(message);
    }

    public IEnumerable<int> FailingIterator()
    {
        yield return 1;
        Throw("iterator");
    }

    public async Task<int> DrainAsync(ChannelReader<int> reader)
    {
        var sum = 0;
        await foreach (var n in reader.ReadAllAsync())
            sum += Square(n);
        return sum;
    }

    public static async Task<string> TryFinallyAsync(TextWriter output)
    {
        try
        {
            await Task.Yield();
            throw new FormatException("f");
        }
        catch (FormatException e) when (e.Message == "f")
        {
            await Task.Yield();
            output.WriteLine("filtered");
        }
        finally
        {
            await Task.Yield();
            output.WriteLine("finally");
        }

        return "end";
    }

    private static int Square(int n) => n * n;
}

public sealed class Resource(TextWriter output) : IAsyncDisposable
{
    public async Task UseAsync()
    {
        await Task.Yield();
        output.WriteLine("used");
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        output.WriteLine("disposed");
    }
}

[AsyncMethodBuilder(typeof(DeferredBuilder<>))]
public class Deferred<T>(T value)
{
    public TaskAwaiter<T> GetAwaiter() => Later(value).GetAwaiter();

    private static async Task<T> Later(T value)
    {
        await Task.Yield();
        return value;
    }
}

public struct DeferredBuilder<T>
{
    public static DeferredBuilder<T> Create() => default;
}
