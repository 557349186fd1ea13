using System.Net;
using HotWeave;
using HotWeave.Fleet.Tests.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

// store, instance, zone, and "controls" where it is also a controller
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
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
var app = builder.Build();
var desk = new Desk();
app.MapGet("/order", () =>
{
    using var unit = UnitOfWork.Enter("request");
    if (desk.Serve())
        return Results.Text("served");
    unit.Fail();
    return Results.StatusCode(StatusCodes.Status500InternalServerError);
});
await app.StartAsync();
Console.WriteLine("ready " + app.Urls.Single());
// Ends in order with its standard input.
await Task.Run(Console.In.ReadToEnd);
await app.StopAsync();
