using HotWeave.Hosting.Tests.Dashboards;

namespace HotWeave.Dashboard.Tests.Harness;

/// <summary>Requests, one after the other on a few connections, until it is told to stop.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Connections = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private int _answered;
    private int _failed;

    internal Load(DashboardSite site, string path) => _clients = [.. Enumerable.Range(0, Connections).Select(_ => Task.Run(() => AskAsync(site.Client.BaseAddress!, path)))];

    /// <summary>How many requests were answered, and how many were not, or not as they should be.</summary>
    internal (int Answered, int Failed) Counts => (Volatile.Read(ref _answered), Volatile.Read(ref _failed));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task AskAsync(Uri site, string path)
    {
        using var client = new HttpClient { BaseAddress = site };
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
                Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref _answered : ref _failed);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }
}
