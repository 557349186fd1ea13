using HotWeave;
using HotWeaveWorker._1;

// Every type of this program can be replaced while it runs. To choose, put [Swappable] on types instead.
[assembly: Swappable]

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Worker>();
await builder.Build().RunAsync();
