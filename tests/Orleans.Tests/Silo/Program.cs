using System.Globalization;
using System.Net;
using HotWeave.Conformance;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

// Ports of the silo and the gateway. Then an operator's commands.
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
await OperatorConsole.ServeAsync();
await host.StopAsync();
return 0;
