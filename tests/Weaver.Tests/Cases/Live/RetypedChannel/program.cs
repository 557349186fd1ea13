using System;
using System.IO;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

// A loop that runs reads the deployed channel, and new code would write to another one.
public class WorkChannel<T>
{
    private readonly Channel<T> _channel = Channel.CreateUnbounded<T>();

    public bool Publish(T item) => _channel.Writer.TryWrite(item);

    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync();

    public bool TryRead(out T item) => _channel.Reader.TryRead(out item!);
}

public class Worker
{
    private readonly Channel<int> _done = Channel.CreateUnbounded<int>();
#if V2
    private readonly WorkChannel<int> _queue = new();

    public void Post(int item)
    {
        _queue.Publish(item);
        Console.Error.Write("");
    }

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync())
        {
            while (_queue.TryRead(out var item))
                Done(item);
        }
    }
#else
    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

    public void Post(int item)
    {
        _queue.Writer.TryWrite(item);
        Console.Error.Write("");
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var item))
                Done(item);
        }
    }
#endif

    public Worker() => Task.Run(RunAsync);

    public int Take() => _done.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token).AsTask().Result;

    private void Done(int item) => _done.Writer.TryWrite(item);
}

public static class Case
{
    private static readonly Worker s_worker = new();

    public static void Run(TextWriter output)
    {
        s_worker.Post(5);
        output.WriteLine("done " + s_worker.Take());
    }
}
