using System.Text.Json;

namespace HotWeave.Staging;

/// <summary>The sample Fleet: instances behind a balancer, a store, and an operator who rolls releases out.</summary>
public sealed class FleetShop : IAsyncDisposable
{
    private const int Instances = 3;
    private static readonly string[] s_terms =
        ["--waves", "1,100%", "--probation", "5s", "--min-units", "20", "--max-error-rate", "5%", "--wait"];

    private readonly HotWeaveTool _tool;
    private readonly Action<string> _say;
    private readonly CancellationToken _cancellation;
    private readonly List<SampleProcess> _processes = [];
    private readonly HttpClient _http = new();
    private FleetStore? _store;
    private Uri _price = new("http://localhost");

    private FleetShop(HotWeaveTool tool, Action<string> say, CancellationToken cancellation)
        => (_tool, _say, _cancellation) = (tool, say, cancellation);

    /// <summary>Plays the whole story: a good release goes out, a bad one comes back by itself, and no request is lost meanwhile.</summary>
    /// <param name="assembly">Version 1 of the sample, built.</param>
    /// <param name="good">The patch to version 2.</param>
    /// <param name="bad">The patch to version 3, whose prices fail.</param>
    /// <param name="tool">The operator's tool.</param>
    /// <param name="say">Is told each line.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StagingException">Something went otherwise.</exception>
    public static async Task PlayAsync(
        string assembly, string good, string bad, HotWeaveTool tool, Action<string> say, CancellationToken cancellation)
    {
        await using var shop = new FleetShop(tool, say, cancellation);
        await shop.OpenAsync(assembly).ConfigureAwait(false);
        await shop.ExpectPriceAsync("samovar costs 21").ConfigureAwait(false);
        await using var customers = new Customers(shop._price, 4);

        string release = await shop.PublishAsync(good).ConfigureAwait(false);
        await shop.RollOutAsync(release, isGood: true).ConfigureAwait(false);
        await shop.ExpectAllRunAsync(release).ConfigureAwait(false);
        await shop.ExpectPriceAsync("samovar costs 20").ConfigureAwait(false);

        await shop.RollOutAsync(await shop.PublishAsync(bad).ConfigureAwait(false), isGood: false).ConfigureAwait(false);
        await shop.ExpectAllRunAsync(release).ConfigureAwait(false);
        await shop.ExpectPriceAsync("samovar costs 20").ConfigureAwait(false);

        int answered = await customers.StopAsync().ConfigureAwait(false);
        await shop.SayAsync("history").ConfigureAwait(false);
        say($"\n{answered} requests of customers, each was answered");
        await shop.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Ends what runs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (SampleProcess process in _processes)
            await process.DisposeAsync().ConfigureAwait(false);
        if (_store is not null)
            await _store.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
    }

    private async Task OpenAsync(string assembly)
    {
        _store = await FleetStore.OpenAsync(_cancellation).ConfigureAwait(false);
        for (int i = 1; i <= Instances; i++)
        {
            string[] arguments = ["instance", $"shop-{i}", _store.Address];
            _processes.Add(await SampleProcess.StartAsync(assembly, _cancellation, arguments).ConfigureAwait(false));
        }

        string[] addresses = [.. _processes.Select(static p => p.Ready.Value("url"))];
        SampleProcess balancer = await SampleProcess.StartAsync(assembly, _cancellation, ["balancer", .. addresses]).ConfigureAwait(false);
        _processes.Add(balancer);
        _price = new Uri(balancer.Ready.Value("url") + "/price/samovar");
        _say($"{Instances} instances behind {balancer.Ready.Value("url")}, and the store {_store.Address}");
        // A wave is counted from who has reported.
        while ((await ReadStatusAsync().ConfigureAwait(false)).GetProperty("instances").GetArrayLength() < Instances)
            await Task.Delay(50, _cancellation).ConfigureAwait(false);
    }

    private async Task<string> PublishAsync(string patch)
    {
        _say($"\n$ hotweave fleet publish {Path.GetFileName(patch)} --app shop");
        CommandResult published = await FleetAsync("publish", patch, "--format", "json").ConfigureAwait(false);
        string digest = Read(published).GetProperty("digest").GetString()!;
        _say($"shop: published as {digest[..12]}");
        return digest;
    }

    private async Task RollOutAsync(string digest, bool isGood)
    {
        _say($"\n$ hotweave fleet rollout {digest[..12]} --app shop {string.Join(' ', s_terms)}");
        CommandResult done = await FleetAsync(["rollout", digest, .. s_terms]).ConfigureAwait(false);
        _say((done.Output + done.Error).TrimEnd());
        StagingException.Unless(done.ExitCode == 0 == isGood, $"The roll-out ended with exit code {done.ExitCode}.");
        StagingException.Unless(
            isGood || done.Error.Contains("HW7170", StringComparison.Ordinal) || done.Output.Contains("HW7170", StringComparison.Ordinal),
            "The bad release did not come back by itself.");
    }

    private async Task ExpectAllRunAsync(string digest)
    {
        while (true)
        {
            JsonElement status = await ReadStatusAsync().ConfigureAwait(false);
            var instances = status.GetProperty("instances").EnumerateArray().ToList();
            int failed = instances.Count(static i => i.GetProperty("verdict").GetString() == "failed");
            StagingException.Unless(failed <= 1, $"More than one instance had the bad release: {status}");
            if (instances.TrueForAll(i => i.GetProperty("runs").GetString() == digest))
                return;
            await Task.Delay(50, _cancellation).ConfigureAwait(false);
        }
    }

    private async Task ExpectPriceAsync(string expected)
    {
        for (int i = 0; i < Instances; i++)
        {
            string answer = await _http.GetStringAsync(_price, _cancellation).ConfigureAwait(false);
            StagingException.Unless(answer == expected, $"The answer is \"{answer}\", and not \"{expected}\".");
        }

        _say($"customers hear: {expected}");
    }

    private async Task SayAsync(string command)
    {
        _say($"\n$ hotweave fleet {command} --app shop");
        _say((await FleetAsync(command).ConfigureAwait(false)).Output.TrimEnd());
    }

    private async Task<JsonElement> ReadStatusAsync() => Read(await FleetAsync("status", "--format", "json").ConfigureAwait(false));

    private Task<CommandResult> FleetAsync(params string[] arguments)
        => _tool.TryRunAsync(["fleet", .. arguments, "--app", "shop", "--store", _store!.Address], _cancellation);

    private static JsonElement Read(CommandResult result)
    {
        StagingException.Unless(
            result.ExitCode == 0, $"`{result.CommandLine}` ended with exit code {result.ExitCode}:\n{result.Output}{result.Error}");
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private async Task CloseAsync()
    {
        foreach (SampleProcess process in _processes.AsEnumerable().Reverse())
            await process.StopAsync(_cancellation).ConfigureAwait(false);
    }
}
