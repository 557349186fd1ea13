using System.Globalization;
using System.Net;
using HotWeave.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

// Ports of the silo, of the gateway, and of the silo that is there first, if there is another; whether grains are deactivated. Then an
// operator's commands.
var ports = args.Where(static a => a != "deactivate").Select(static a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
builder.UseOrleans(silo =>
{
    silo.UseLocalhostClustering(ports[0], ports[1], new IPEndPoint(IPAddress.Loopback, ports.Length > 2 ? ports[2] : ports[0]));
    silo.Configure<ReminderOptions>(static o => o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(10));
    silo.UseInMemoryReminderService().AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage("photos").AddMemoryStreams("memory");
    silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
    silo.Configure<ClusterOptions>(static o => (o.ClusterId, o.ServiceId) = ("tests", "tests"));
    silo.UseHotWeave(o => o.DeactivateChangedGrains = args.Contains("deactivate"));
});
using var host = builder.Build();
await host.StartAsync();
await OperatorConsole.ServeAsync();
await host.StopAsync();
return 0;
