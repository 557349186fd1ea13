namespace HotWeave.RealInput.Tests;

/// <summary>A thread that works without pause, and checks each result.</summary>
internal sealed class Load : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private TaskCompletionSource _next = NewSource();

    public Load(Func<byte[]> work, Func<byte[], bool> isRight) =>
        _work = Task.Factory.StartNew(() => Run(work, isRight), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Completes when a whole piece of work that began after this call is done; fails when the work failed.</summary>
    public async Task Next()
    {
        for (var i = 0; i < 2; i++)
        {
            var next = Volatile.Read(ref _next).Task;
            await await Task.WhenAny(next, _work);
        }
    }

    /// <summary>Ends the work; fails when it failed.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _work;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _work.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run(Func<byte[]> work, Func<byte[], bool> isRight)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!isRight(work()))
                throw new InvalidOperationException("A piece of work gave a wrong result.");
            Interlocked.Exchange(ref _next, NewSource()).SetResult();
        }
    }
}
