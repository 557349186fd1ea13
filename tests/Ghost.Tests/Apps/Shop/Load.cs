using Parts;

namespace Shop;

/// <summary>Calls the same method from two threads, without a pause, in batches: each answer must be the old one or the new one.</summary>
public sealed class Load
{
    private readonly Task[] _workers = new Task[2];
    private readonly Clerk _clerk = new();
    private volatile bool _stopped;
    private long _old;
    private long _new;
    private long _wrong;

    public void Start()
    {
        for (var i = 0; i < _workers.Length; i++)
            _workers[i] = Task.Run(WorkAsync);
    }

    public void Stop()
    {
        _stopped = true;
        Task.WaitAll(_workers);
    }

    public string Report() =>
        $"old={Interlocked.Exchange(ref _old, 0)} new={Interlocked.Exchange(ref _new, 0)} wrong={Interlocked.Read(ref _wrong)}";

    private async Task WorkAsync()
    {
        while (!_stopped)
        {
            await Task.Yield();
            Batch();
        }
    }

    private void Batch()
    {
        for (var i = 0; i < 1000; i++)
        {
            switch (_clerk.Scale(i) - (3L * i))
            {
                case 0 when i > 0:
                    Interlocked.Increment(ref _old);
                    break;
                case var more when i > 0 && more == 2L * i:
                    Interlocked.Increment(ref _new);
                    break;
                case 0:
                    break;
                default:
                    Interlocked.Increment(ref _wrong);
                    break;
            }
        }
    }
}
