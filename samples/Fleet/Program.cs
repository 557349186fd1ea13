using System.Net;
using HotWeave;
using Shop;

[assembly: Swappable] // every type of this program, the one that the compiler makes of these top-level statements included

switch (args)
{
    case ["instance", var name, var store]:
        await RunInstanceAsync(name, store);
        break;
    case ["balancer", .. var instances]:
        await Balancer.RunAsync(instances);
        break;
    default:
        Console.Error.WriteLine("Shop instance <name> <store>, or Shop balancer <address of an instance>...");
        break;
}

static async Task RunInstanceAsync(string name, string store)
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
    builder.Services.AddSingleton<PriceList>();
    builder.Services.AddHotWeave(); // each request is a unit of work: by these an instance judges itself
    builder.Services.AddHotWeaveFleet(fleet =>
    {
        fleet.Application = "shop";
        fleet.Store = store;
        fleet.Instance = name;
        fleet.Lease = TimeSpan.FromSeconds(3);
    });
    WebApplication app = builder.Build();
    app.MapGet("/price/{item}", (string item, PriceList prices) => prices.Quote(item));
    await Running.UntilInputEndsAsync(app);
}
