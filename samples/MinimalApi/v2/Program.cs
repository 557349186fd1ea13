using System.Net;
using HotWeave;
using MinimalApi;

[assembly: Swappable] // every type of this program, the one that the compiler makes of these top-level statements included

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
builder.Services.AddSingleton<PriceList>();
builder.Services.AddHotWeave(); // each request sees one version from begin to end
builder.Services.AddHealthChecks().AddHotWeave();
WebApplication app = builder.Build();

// Registered once, here. What they do can be swapped ever after.
app.MapGet("/price/{item}", (string item, PriceList prices) => prices.Quote(item, "v2"));
app.MapGet("/slow/{item}", async (string item, PriceList prices) =>
{
    await Task.Delay(20); // a request that a swap meets on its way ends on the code that it began with, here and in the service
    return prices.Quote(item, "v2");
});
app.MapGet("/discount/{amount}", (decimal amount) => Discount.For(amount)); // new: the live process has it from the swap on, and no longer after a rollback
app.MapHealthChecks("/health"); // answers while a swap waits for requests
app.MapHotWeave("/hotweave");

await app.StartAsync();
Console.WriteLine($"ready pid={Environment.ProcessId} url={app.Urls.Single()}");
await Task.WhenAny(app.WaitForShutdownAsync(), Task.Run(Console.ReadLine));
await app.StopAsync();
Console.WriteLine("done");
