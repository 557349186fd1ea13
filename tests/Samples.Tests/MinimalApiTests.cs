using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

public sealed class MinimalApiTests(Stage stage) : SampleTest(stage)
{
    private const int Clients = 16;
    private readonly ConcurrentBag<Quote> _quotes = [];

    private sealed record Quote(string AnsweredBy, int Number, string Item, decimal Price);

    [Fact]
    public async Task Handlers_that_were_registered_at_start_up_run_the_new_code_under_load_and_the_old_after_rollback()
    {
        string patch = await Stage.PatchAsync("MinimalApi", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("MinimalApi", Deadline);
        using var http = new HttpClient { BaseAddress = new Uri(sample.Ready.Value("url")) };

        await AssertAnswersAsync(http, "v1", 18m);

        await UnderLoadAsync(http, () => Stage.Tool.ApplyAsync(patch, sample.Id, Deadline));
        await AssertAnswersAsync(http, "v2", 22.6m);
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative), Deadline));
        Assert.Contains("\"current\":1,", await http.GetStringAsync(new Uri("/hotweave", UriKind.Relative), Deadline), StringComparison.Ordinal);

        await UnderLoadAsync(http, () => Stage.Tool.RollbackAsync(sample.Id, Deadline));
        await AssertAnswersAsync(http, "v1", 18m);

        string process = sample.Id.ToString(CultureInfo.InvariantCulture);
        await UnderLoadAsync(http, () => Stage.Tool.RunAsync(["apply", patch, "--pid", process, "--mode", "quiescent"], Deadline));
        await AssertAnswersAsync(http, "v2", 22.6m);

        // The one service object has counted on: every request was answered once, by one version or the other.
        Assert.Equal(Enumerable.Range(1, _quotes.Count), _quotes.Select(quote => quote.Number).Order());
        Assert.All(_quotes, quote => Assert.Contains((quote.AnsweredBy, quote.Price), new[] { ("v1", 18m), ("v2", 22.6m) }));
        await sample.StopAsync(Deadline);
    }

    /// <summary>Does something while every client sends one request after the other; returns when all have their answers.</summary>
    private async Task UnderLoadAsync(HttpClient http, Func<Task> action)
    {
        using var stop = new CancellationTokenSource();
        Task[] load = [.. Enumerable.Range(0, Clients).Select(client => LoadAsync(http, client % 2 == 0 ? "price" : "slow", stop.Token))];
        try
        {
            await action();
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }
    }

    private async Task LoadAsync(HttpClient http, string handler, CancellationToken stop)
    {
        do
            await AskAsync(http, handler);
        while (!stop.IsCancellationRequested);
    }

    private async Task AssertAnswersAsync(HttpClient http, string version, decimal price)
    {
        foreach (string handler in new[] { "price", "slow" })
        {
            Quote quote = await AskAsync(http, handler);
            Assert.Equal((version, "teapot", price), (quote.AnsweredBy, quote.Item, quote.Price));
        }

        // A route that only version 2 maps.
        using HttpResponseMessage discount = await http.GetAsync(new Uri("/discount/50", UriKind.Relative), Deadline);
        string answer = discount.StatusCode == HttpStatusCode.OK ? await discount.Content.ReadAsStringAsync(Deadline) : discount.StatusCode.ToString();
        Assert.Equal(version == "v2" ? "4" : "NotFound", answer);
    }

    private async Task<Quote> AskAsync(HttpClient http, string handler)
    {
        Quote? quote = await http.GetFromJsonAsync<Quote>(new Uri($"/{handler}/teapot", UriKind.Relative), Deadline);
        Assert.NotNull(quote);
        _quotes.Add(quote);
        return quote;
    }
}
