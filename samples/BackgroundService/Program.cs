using System.Threading.Channels;
using Mailing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Each line typed is a letter for the service. Ctrl+D (Ctrl+Z, Enter on Windows) ends the session.
var letters = Channel.CreateUnbounded<string>();
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton(letters.Reader);
builder.Services.AddHostedService<PostOffice>();
using IHost host = builder.Build();
await host.StartAsync();
Console.WriteLine($"ready pid={Environment.ProcessId}");
while (Console.ReadLine() is { } line)
    await letters.Writer.WriteAsync(line);

letters.Writer.Complete();
await letters.Reader.Completion;
await host.StopAsync();
Console.WriteLine("done");
