using System.Net;
using HotWeave;

namespace Shop;

/// <summary>Gives each request to one instance after the other; where one has no answer or fails, the next one is asked.</summary>
[NotSwappable]
internal sealed class Balancer(HttpClient client, IReadOnlyList<string> instances)
{
    private int _turn;

    /// <summary>Runs one until its standard input ends.</summary>
    public static async Task RunAsync(IReadOnlyList<string> instances)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var balancer = new Balancer(client, instances);
        app.MapGet("/{**path}", (string path, CancellationToken cancellation) => balancer.AnswerAsync(path, cancellation));
        await Running.UntilInputEndsAsync(app);
    }

    // Requests for prices change nothing, so that each may be asked again.
    private async Task<IResult> AnswerAsync(string path, CancellationToken cancellation)
    {
        int first = Interlocked.Increment(ref _turn);
        for (int i = 0; i < instances.Count; i++)
        {
            string instance = instances[(int)((uint)(first + i) % instances.Count)];
            if (await TryAskAsync($"{instance}/{path}", cancellation) is { } answer)
                return Results.Text(answer);
        }

        return Results.StatusCode(StatusCodes.Status502BadGateway);
    }

    private async Task<string?> TryAskAsync(string address, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(address), cancellation);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellation) : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null; // it has gone, or is too slow
        }
    }
}
