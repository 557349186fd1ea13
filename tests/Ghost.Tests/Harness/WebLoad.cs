using System.Collections.Concurrent;

namespace HotWeave.Ghost.Tests.Harness;

/// <summary>Four clients of the forecast that ask without a pause.</summary>
internal sealed class WebLoad : IDisposable
{
    private const string Old = """[{"day":4,"degrees":4,"summary":"mild"},{"day":5,"degrees":5,"summary":"mild"},{"day":6,"degrees":6,"summary":"mild"}]""";
    private const string New = """[{"day":4,"degrees":104,"summary":"hot"},{"day":5,"degrees":105,"summary":"hotter"},{"day":6,"degrees":106,"summary":"hot"}]""";

    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private readonly ConcurrentQueue<string> _wrong = new();
    private long _old;
    private long _new;

    public WebLoad(string address)
    {
        _client = new HttpClient { BaseAddress = new Uri(address) };
        _clients = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(AskAsync))];
    }

    /// <summary>Waits for an answer, to a request that was made from now on, that is meant.</summary>
    public async Task SeeAsync(string meant)
    {
        // Each client may have one under way, and asks for the next when that is answered.
        var before = Count(meant);
        while (Count(meant) <= before + _clients.Length && _wrong.IsEmpty)
            await Task.Delay(10);
    }

    /// <summary>Ends the clients, and says what went wrong.</summary>
    public async Task<string> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        return string.Join("\n", _wrong.Take(5));
    }

    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAll(_clients);
        _client.Dispose();
        _stop.Dispose();
    }

    private long Count(string meant) => meant == "old" ? Interlocked.Read(ref _old) : Interlocked.Read(ref _new);

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Take(await _client.GetStringAsync("/forecast/4", CancellationToken.None));
            }
            catch (HttpRequestException e)
            {
                _wrong.Enqueue(e.Message);
            }
        }
    }

    // A request under way when the turn is made has some of both: each of its three calls reaches the version that is current then.
    private void Take(string answer)
    {
        if (answer == Old)
            Interlocked.Increment(ref _old);
        else if (answer == New)
            Interlocked.Increment(ref _new);
        else if (!IsMixed(answer))
            _wrong.Enqueue(answer);
    }

    private static bool IsMixed(string answer)
    {
        var (parts, old, @new) = (answer.Split("},"), Old.Split("},"), New.Split("},"));
        return parts.Length == old.Length && parts.Zip(old, @new).All(static p => p.First == p.Second || p.First == p.Third);
    }
}
