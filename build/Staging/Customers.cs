using System.Net;

namespace HotWeave.Staging;

/// <summary>Customers who ask a web application without a pause, until they are told to stop.</summary>
public sealed class Customers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new();
    private readonly Task _asking;
    private int _asked;
    private int _answered;
    private volatile string _problem = "";

    /// <summary>Lets them begin.</summary>
    /// <param name="address">What they ask for.</param>
    /// <param name="count">How many they are.</param>
    public Customers(Uri address, int count) => _asking = Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskAsync(address)));

    /// <summary>Lets them stop; each has its last answer by then.</summary>
    /// <returns>How many requests were answered.</returns>
    /// <exception cref="StagingException">One was not.</exception>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _asking.ConfigureAwait(false);
        StagingException.Unless(_asked == _answered, $"Of {_asked} requests {_answered} were answered: {_problem}");
        return _answered;
    }

    /// <summary>Lets them go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _asking.ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync(Uri address)
    {
        while (!_stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _asked);
            try
            {
                using HttpResponseMessage answer = await _http.GetAsync(address).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK)
                    Interlocked.Increment(ref _answered);
                else
                    _problem = $"an answer was {answer.StatusCode}";
            }
            catch (HttpRequestException e)
            {
                _problem = e.Message;
            }
        }
    }
}
