using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using HotWeave.Hosting.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Hosting.Tests;

/// <summary>The sample MinimalApi under requests without a pause while swap follows swap: each is answered once, by one version.</summary>
public sealed class LoadTests(ITestOutputHelper output) : SwapTest
{
    private const int Connections = 32;
    private const int Swaps = 200;

    // On demand: go on for so many minutes.
    private const string SoakMinutes = "HOTWEAVE_SOAK_MINUTES";

    private readonly ConcurrentQueue<Quote> _answers = [];
    private int _sent;

    private sealed record Quote(string AnsweredBy, int Number, string Item, decimal Price);

    [Fact]
    public async Task Every_request_is_answered_once_by_one_version_while_two_hundred_swaps_happen()
    {
        await using var sample = await MinimalApi.StartAsync();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Connections).Select(i => Task.Run(() => AskAsync(sample.Client, i % 4 == 0 ? "/slow/teapot" : "/price/teapot", stop.Token))).ToArray();
        var swaps = 0;
        try
        {
            for (var end = DateTime.UtcNow.AddMinutes(Soak()); swaps < Swaps || DateTime.UtcNow < end; swaps++)
            {
                var options = new SwapOptions { Mode = swaps / 2 % 2 == 0 ? SwapMode.UnitOfWork : SwapMode.Quiescent, Timeout = Limit.Time };
                _ = swaps % 2 == 0 ? await HotSwap.ApplyAsync(MinimalApi.Patch, options) : await HotSwap.RollbackAsync(VersionNumber.Baseline, options);
                var answered = _answers.Count;
                await Limit.UntilAsync(() => _answers.Count > answered + Connections || Array.Exists(clients, static c => c.IsCompleted));
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(clients).WaitAsync(Limit.Time);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_sent} requests, {swaps} swaps"));
        // The one service object counts its quotes across all versions.
        Assert.Equal(Enumerable.Range(1, _sent), _answers.Select(static a => a.Number).Order());
        Assert.Equal(
            [("v1", "teapot", 18m), ("v2", "teapot", 22.6m)],
            _answers.Select(static a => (a.AnsweredBy, a.Item, a.Price)).Distinct().Order());
        Assert.All(_answers.GroupBy(static a => a.AnsweredBy), static version => Assert.True(version.Count() > Connections, $"{version.Key} hardly answered"));
        await NoUnitsAsync();
    }

    private async Task AskAsync(HttpClient client, string path, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _sent);
            _answers.Enqueue((await client.GetFromJsonAsync<Quote>(new Uri(path, UriKind.Relative), CancellationToken.None).WaitAsync(Limit.Time, CancellationToken.None))!);
        }
    }

    private static double Soak() =>
        Environment.GetEnvironmentVariable(SoakMinutes) is { Length: > 0 } minutes ? double.Parse(minutes, CultureInfo.InvariantCulture) : 0;
}
