using HotWeave.Fleet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// store, instance, zone, and "controls" where it is also a controller
var builder = Host.CreateApplicationBuilder();
builder.Services.AddHotWeaveFleet(fleet =>
{
    fleet.Application = "shop";
    fleet.Store = args[0];
    fleet.Instance = args[1];
    fleet.Zone = args[2];
    fleet.Lease = TimeSpan.FromSeconds(3);
    fleet.Controls = args.Length > 3;
});
builder.Services.AddHostedService<Clerk>();
var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
// Ends in order with its standard input.
await Task.Run(Console.In.ReadToEnd);
await host.StopAsync();
