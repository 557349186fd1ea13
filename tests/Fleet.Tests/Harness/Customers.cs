namespace HotWeave.Fleet.Tests.Harness;

/// <summary>
/// Customers behind a balancer: each request goes to one instance after the other, and where one is away or fails, to the next.
/// </summary>
internal sealed class Customers : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<IReadOnlyList<Uri>> _find;
    private readonly Task _asking;
    private int _turn;
    private int _asked;
    private int _lost;

    /// <param name="find">The instances' addresses as they are now.</param>
    public Customers(Func<IReadOnlyList<Uri>> find)
    {
        _find = find;
        _asking = Task.WhenAll(AskAsync(), AskAsync());
    }

    /// <summary>Lets them stop.</summary>
    /// <returns>How many requests were asked, and how many nobody answered.</returns>
    public async Task<(int Asked, int Lost)> StopAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        return (_asked, _lost);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _asked);
            if (!await TryAskAsync())
                Interlocked.Increment(ref _lost);
            // Some dozens a second: enough to be there at each step, and not the machine's only work.
            await Task.Delay(20);
        }
    }

    private async Task<bool> TryAskAsync()
    {
        var addresses = _find();
        var first = Interlocked.Increment(ref _turn);
        for (var i = 0; i < addresses.Count; i++)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(addresses[(int)((uint)(first + i) % addresses.Count)], "/order"));
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // It has gone; the next one is asked.
            }
        }

        return false;
    }
}
