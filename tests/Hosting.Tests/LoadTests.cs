using System.Collections.Concurrent;
using System.Globalization;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Hosting.Tests;

/// <summary>Requests without a pause while swap follows swap: each is answered once, by one version.</summary>
public sealed class LoadTests(ITestOutputHelper output) : SwapTest
{
    private const int Connections = 32;
    private const int Swaps = 200;

    // On demand: go on for so many minutes.
    private const string SoakMinutes = "HOTWEAVE_SOAK_MINUTES";

    [Fact]
    public async Task Every_request_is_answered_once_by_one_version_while_two_hundred_swaps_happen()
    {
        var served = 0;
        await using var site = await Site.StartAsync(Server.Kestrel, app => app.MapGet("/number/{id}", async (int id) =>
        {
            var number = Interlocked.Increment(ref served);
            var before = Shop.Version();
            for (var i = 0; i < id % 4; i++)
                await Task.Yield();
            var within = await Task.Run(Shop.Version);
            return $"{id} {number} {before} {within} {Shop.Version()}";
        }));
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentQueue<(int Id, int Number, int Version)>();
        var sent = 0;
        var clients = Enumerable.Range(0, Connections).Select(_ => Task.Run(AskAsync)).ToArray();
        var swaps = 0;
        try
        {
            for (var end = DateTime.UtcNow.AddMinutes(Soak()); swaps < Swaps || DateTime.UtcNow < end; swaps++)
            {
                var mode = swaps / 2 % 2 == 0 ? SwapMode.UnitOfWork : SwapMode.Quiescent;
                _ = swaps % 2 == 0 ? await Shop.ApplyAsync(mode) : await Shop.RollbackAsync(mode);
                var answered = answers.Count;
                await Limit.UntilAsync(() => answers.Count > answered + Connections || Array.Exists(clients, static c => c.IsCompleted));
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(clients).WaitAsync(Limit.Time);
        output.WriteLine($"{sent} requests, {swaps} swaps");
        Assert.Equal((sent, sent), (answers.Count, served));
        Assert.Equal(Enumerable.Range(1, sent), answers.Select(static a => a.Id).Order());
        Assert.Equal(Enumerable.Range(1, sent), answers.Select(static a => a.Number).Order());
        Assert.True(answers.Count(static a => a.Version == 0) > Connections && answers.Count(static a => a.Version == 1) > Connections, "one version hardly answered");
        await NoUnitsAsync();

        async Task AskAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var id = Interlocked.Increment(ref sent);
                var answer = (await site.GetAsync($"/number/{id}")).Split(' ').Select(static n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
                Assert.Equal(id, answer[0]);
                Assert.True(answer[2] == answer[3] && answer[3] == answer[4], $"request {id} saw versions {answer[2]}, {answer[3]} and {answer[4]}");
                answers.Enqueue((id, answer[1], answer[2]));
            }
        }
    }

    private static double Soak() =>
        Environment.GetEnvironmentVariable(SoakMinutes) is { Length: > 0 } minutes ? double.Parse(minutes, CultureInfo.InvariantCulture) : 0;
}
