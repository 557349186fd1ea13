using System.Net;
using System.Net.Sockets;
using Auction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

// An auction house: a silo whose grains are lots, and a clerk at the console, until the input ends.
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.UseOrleans(silo =>
{
    silo.UseLocalhostClustering(FindPort(), FindPort());
    silo.AddMemoryGrainStorage("lots");
    // What codecs write, not JSON: a patch's new members are stored too.
    silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
    silo.UseHotWeave();
});
using IHost host = builder.Build();
await host.StartAsync();
Console.WriteLine($"ready pid={Environment.ProcessId}");

var clerk = new Clerk(host.Services.GetRequiredService<IGrainFactory>());
while (await Task.Run(Console.ReadLine) is { Length: > 0 } line)
    Console.WriteLine(await clerk.AnswerAsync(line.Split(' ')));
await host.StopAsync();
Console.WriteLine("done");

static int FindPort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
