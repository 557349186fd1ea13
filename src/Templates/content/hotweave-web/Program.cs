using HotWeave;
using HotWeaveWeb._1;

// Every type of this program can be replaced while it runs. To choose, put [Swappable] on types instead.
[assembly: Swappable]

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHotWeave(); // each request sees one version of the code, from begin to end
builder.Services.AddHealthChecks().AddHotWeave();
builder.Services.AddSingleton<Visits>();

var app = builder.Build();
app.MapGet("/", (Visits visits) => $"Hello, visitor {visits.CountOne()}!");
app.MapHealthChecks("/health");
app.Run();
