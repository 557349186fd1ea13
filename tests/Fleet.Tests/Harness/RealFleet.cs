using System.Collections.Concurrent;
using System.Diagnostics;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>A fleet of real processes with a real server, each instance with a link of its own, and customers behind a balancer.</summary>
internal sealed class RealFleet : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FleetProcess> _processes = new();
    private readonly ConcurrentBag<Process> _controllers = [];

    public RealFleet(int instances, params string[] settings)
    {
        Server = new NatsServer(settings);
        Tool = new FleetTool(Server.Address);
        Watch = new FleetWatch(Server.Address);
        Names = [.. Enumerable.Range(0, instances).Select(static i => $"shop-{i:00}")];
        Links = Names.ToDictionary(static n => n, _ => new Link(Server.Port));
        Parallel.ForEach(Names, new ParallelOptions { MaxDegreeOfParallelism = 4 }, Start);
        Customers = new Customers(() => [.. _processes.Values.Select(static p => p.Address)]);
    }

    public NatsServer Server { get; }

    public FleetTool Tool { get; }

    public FleetWatch Watch { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyDictionary<string, Link> Links { get; }

    public Customers Customers { get; }

    /// <summary>Ends an instance as a crash does; who sees to it starts it again.</summary>
    public void KillAndRestart(string name)
    {
        _processes.TryRemove(name, out var process);
        process!.Kill();
        process.Dispose();
        Start(name);
    }

    /// <summary>Starts a controller in a process of its own: the tool, which waits for the end of the roll-out under way.</summary>
    public Process StartController()
    {
        string[] arguments = [FleetTool.Program, "fleet", "wait", "--app", Fleets.Application, "--store", Server.Address];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var controller = Process.Start(start)!;
        _controllers.Add(controller);
        _ = controller.StandardOutput.ReadToEndAsync();
        _ = controller.StandardError.ReadToEndAsync();
        return controller;
    }

    public async ValueTask DisposeAsync()
    {
        await Customers.DisposeAsync();
        await Watch.DisposeAsync();
        foreach (var controller in _controllers)
        {
            if (!controller.HasExited)
                controller.Kill();
            controller.Dispose();
        }

        foreach (var link in Links.Values)
            link.Heal();
        Parallel.ForEach(_processes.Values, static p => p.Dispose());
        foreach (var link in Links.Values)
            link.Dispose();
        Server.Dispose();
    }

    private void Start(string name) =>
        _processes[name] = FleetProcess.Start(Links[name].Address, name, "zone-" + (Names.ToList().IndexOf(name) % 3));
}
