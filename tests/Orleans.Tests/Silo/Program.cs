using System.Globalization;
using System.Net;
using HotWeave;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

// Ports of the silo and the gateway. Then commands, a line each, answered by a line each.
var ports = args.Select(static a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
builder.UseOrleans(silo =>
{
    silo.UseLocalhostClustering(ports[0], ports[1], new IPEndPoint(IPAddress.Loopback, ports[0]));
    silo.Configure<ReminderOptions>(static o => o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(10));
    silo.UseInMemoryReminderService().AddMemoryGrainStorage("PubSubStore").AddMemoryStreams("memory");
    silo.Configure<ClusterOptions>(static o => (o.ClusterId, o.ServiceId) = ("tests", "tests"));
    silo.UseHotWeave();
});
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
    Console.WriteLine(await RunAsync(line.Split('|')));
await host.StopAsync();
return 0;

static async Task<string> RunAsync(string[] command)
{
    try
    {
        var options = new SwapOptions { Timeout = TimeSpan.FromSeconds(command.Length > 2 ? double.Parse(command[2], CultureInfo.InvariantCulture) : 60) };
        if (command.Length > 1 && command[1].Length > 0)
            options = options with { Mode = Enum.Parse<SwapMode>(command[1]) };
        options = options with { CancelUnits = command.Length > 4 };
        switch (command[0])
        {
            case "apply":
                var result = await HotSwap.ApplyAsync(command[3], options);
                return $"ok {result.Mode} {result.To}";
            case "rollback":
                var back = await HotSwap.RollbackAsync(VersionNumber.Baseline, options);
                return $"ok {back.Mode} {back.To}";
            case "status":
                var status = HotSwap.GetStatus();
                return $"{status.Units.Count} {status.Current}";
            default:
                return "unknown";
        }
    }
    catch (SwapException e)
    {
        return e.Message.ReplaceLineEndings(" ");
    }
}
