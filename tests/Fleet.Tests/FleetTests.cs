using System.Diagnostics;
using System.Text.Json;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>Real processes, the real tool and real stores: releases go out, come back, and survive whoever ends in between.</summary>
public sealed class FleetTests : IDisposable
{
    private static readonly string[] s_terms = ["--probation", "3s", "--min-units", "1", "--max-error-rate", "1%"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotweave-fleet-");
    private readonly List<FleetProcess> _processes = [];

    private string Folder => "file:" + _folder.FullName;

    public void Dispose()
    {
        foreach (var process in _processes)
            process.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public Task Over_a_folder_a_good_release_goes_out_and_a_bad_one_comes_back() => GoOutAndComeBackAsync(Folder);

    [NatsFact]
    public async Task Over_NATS_a_good_release_goes_out_and_a_bad_one_comes_back()
    {
        using var server = new NatsServer();
        await GoOutAndComeBackAsync(server.Address);
        foreach (var process in _processes)
            process.Dispose();
        _processes.Clear();
    }

    [Fact]
    public async Task A_process_that_does_not_survive_the_release_brings_it_back()
    {
        var tool = new FleetTool(Folder);
        Start(Folder, "one");
        var digest = tool.Publish(FleetBuilds.Made.Good);
        // It is watched for long, so that it is on trial when it ends.
        Assert.Equal(0, tool.Run("rollout", digest, "--waves", "100%", "--probation", "1h").ExitCode);
        var waiting = Task.Run(() => tool.Run("wait"));
        await tool.UntilAsync(static s => s.GetProperty("instances").EnumerateArray().Any(static i => i.GetProperty("verdict").GetString() == "on-trial"));

        _processes[0].Kill();
        Start(Folder, "one");

        var (code, document) = await waiting.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(1, code);
        Assert.Contains("HW7170", document.ToString(), StringComparison.Ordinal);
        await tool.UntilAllRunAsync(null, 1);
    }

    [Fact]
    public async Task What_an_operator_decides_at_an_instance_stands()
    {
        var tool = new FleetTool(Folder);
        Start(Folder, "one", controls: true);
        var digest = tool.Publish(FleetBuilds.Made.Good);
        Assert.Equal(0, tool.Run(["rollout", digest, "--waves", "100%", .. s_terms]).ExitCode);
        // Nobody waits: the instance itself takes the steps.
        await tool.UntilAsync(static s => s.GetProperty("history").GetArrayLength() == 1);
        await tool.UntilAllRunAsync(digest, 1);

        Assert.Contains("HW8406", tool.Run("abort").Document.ToString(), StringComparison.Ordinal);

        FleetTool.RunLocally("rollback", "--pid", $"{_processes[0].Id}");
        await tool.UntilAsync(static s => s.GetProperty("instances")[0].GetProperty("reason").GetString() == "an operator has made another version current here");
        await tool.UntilAllRunAsync(null, 1);

        Assert.Equal(0, tool.Run("rollback").ExitCode);
        await tool.UntilAsync(static s => s.GetProperty("instances")[0].GetProperty("reason").GetString() == "");
        Assert.Contains("HW8407", tool.Run("rollback").Document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canary_without_a_verdict_is_given_back_by_abort_and_everybodys_after_resume()
    {
        var tool = new FleetTool(Folder);
        Start(Folder, "one", controls: true);
        var digest = tool.Publish(FleetBuilds.Made.Good);
        string[] rollout = ["rollout", digest, "--waves", "100%", "--canary", "50%", "--probation", "0.5s", "--min-units", "1000000"];
        foreach (var decision in (string[])["abort", "resume"])
        {
            Assert.Equal(0, tool.Run(rollout).ExitCode);
            await tool.UntilAsync(static s => s.GetProperty("rollout").ValueKind == JsonValueKind.Object && s.GetProperty("rollout").GetProperty("phase").GetString() == "holding");
            var held = tool.Run("status").Document.GetProperty("instances")[0];
            Assert.Contains("units ended, 1000000 are needed", held.GetProperty("reason").GetString(), StringComparison.Ordinal);
            // A share of its units has it.
            Assert.Equal(digest, held.GetProperty("runs").GetString());

            Assert.Equal(0, tool.Run(decision).ExitCode);
            await tool.UntilAsync(static s => s.GetProperty("rollout").ValueKind == JsonValueKind.Null);
            await tool.UntilAllRunAsync(decision == "abort" ? null : digest, 1);
        }

        var (code, document) = tool.Run("history");
        Assert.Equal(["aborted", "succeeded"], document.GetProperty("rollouts").EnumerateArray().Select(static r => r.GetProperty("phase").GetString()));
        Assert.Equal(0, code);
        // Nobody has another version any more.
        await WaitUntilAsync(() => FleetTool.AskLocally("status", "--pid", $"{_processes[0].Id}").GetProperty("versions").EnumerateArray()
            .Count(static v => v.GetProperty("state").GetString() is "current" or "canary") == 1);
    }

    // Beside the tests lie assemblies that the tool's own folder may lack.
    [NatsFact]
    public void The_tool_reaches_a_server_with_what_it_brings_along()
    {
        using var server = new NatsServer();

        string[] arguments = [FleetTool.Program, "fleet", "status", "--app", Fleets.Application, "--store", server.Address];
        using var status = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        Assert.Equal("", status.StandardError.ReadToEnd());
        Assert.Equal("shop: the deployed build, 0 instances\n", status.StandardOutput.ReadToEnd());
        status.WaitForExit();
        Assert.Equal(0, status.ExitCode);
    }

    private async Task GoOutAndComeBackAsync(string store)
    {
        var tool = new FleetTool(store);
        foreach (var index in Enumerable.Range(0, 3))
            Start(store, $"shop {index}", index < 2 ? "north" : "south");
        await tool.UntilAllRunAsync(null, 3);
        var good = tool.Publish(FleetBuilds.Made.Good);
        var bad = tool.Publish(FleetBuilds.Made.Bad);

        var (code, document) = tool.Run(["rollout", good[..10], "--waves", "1,100%", "--wait", .. s_terms]);
        Assert.True(code == 0, document.ToString());
        await tool.UntilAllRunAsync(good, 3);
        // One that comes later has it too.
        Start(store, "shop 3", "south");
        await tool.UntilAllRunAsync(good, 4);

        await using var watched = FleetStores.Open(store);
        using var ending = new CancellationTokenSource();
        var seen = CollectAsync(watched, bad, ending.Token);
        (code, document) = tool.Run(["rollout", bad, "--waves", "1,50%,100%", "--wait", .. s_terms]);
        Assert.True(code == 1 && document.ToString().Contains("HW7170", StringComparison.Ordinal), document.ToString());
        await tool.UntilAllRunAsync(good, 4);
        await ending.CancelAsync();
        Assert.True((await seen).Count <= 1, string.Join(", ", await seen));

        var history = tool.Run("history").Document.GetProperty("rollouts").EnumerateArray().Select(static r => r.GetProperty("phase").GetString());
        Assert.Equal(["succeeded", "failed"], history);
        Assert.Equal(0, tool.Run("rollback").ExitCode);
        await tool.UntilAllRunAsync(null, 4);
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
            await Task.Delay(50, patience.Token);
    }

    // Every instance that ever said that it runs a patch.
    private static async Task<HashSet<string>> CollectAsync(IFleetStore store, string digest, CancellationToken cancellation)
    {
        var seen = new HashSet<string>();
        try
        {
            await foreach (var entry in store.WatchAsync(FleetKeys.Instances(Fleets.Application), cancellation))
            {
                if (FleetJson.Read<InstanceReport>(entry) is var report && report.Runs == digest)
                    seen.Add(report.Instance);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough is seen.
        }

        return seen;
    }

    private void Start(string store, string name, string zone = "", bool controls = false) => _processes.Add(FleetProcess.Start(store, name, zone, controls));
}
