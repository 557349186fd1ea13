using HotWeave;

[assembly: Swappable]

// Asks itself, and says what the answer was.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddHotWeave();
builder.Services.AddHealthChecks().AddHotWeave();
var app = builder.Build();
app.MapGet("/unit", () => UnitOfWork.Name);
app.MapHealthChecks("/health");
await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
Console.WriteLine(await client.GetStringAsync("/unit"));
Console.WriteLine(await client.GetStringAsync("/health"));
Console.WriteLine("woven assemblies: " + string.Join(", ", HotSwap.GetStatus().Assemblies.Select(a => a.Name)));
await app.StopAsync();
