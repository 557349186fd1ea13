using System.Net;
using HotWeave.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>A running web application with HotWeave, and a client of it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Site(WebApplication application, HttpClient client)
    {
        _application = application;
        Client = client;
    }

    internal HttpClient Client { get; }

    internal IServiceProvider Services => _application.Services;

    internal TestServer TestServer => _application.GetTestServer();

    /// <summary>The address, with another scheme perhaps.</summary>
    internal Uri Address(string path, string scheme = "http") => new UriBuilder(new Uri(Client.BaseAddress!, path)) { Scheme = scheme }.Uri;

    internal static async Task<Site> StartAsync(
        Server server,
        Action<WebApplication> map,
        Action<HotWeaveOptions>? options = null,
        Action<WebApplicationBuilder>? configure = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave(options);
        builder.Services.Configure<HostOptions>(static h => h.ShutdownTimeout = TimeSpan.FromSeconds(2)); // a failed test may hold requests
        // After AddHotWeave, as test frameworks do it.
        if (server == Server.TestServer)
            builder.WebHost.UseTestServer();
        else
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        configure?.Invoke(builder);
        var application = builder.Build();
        try
        {
            map(application);
            await application.StartAsync();
        }
        catch
        {
            // Half started, it would take part in the swaps of other tests.
            await application.DisposeAsync();
            throw;
        }

        var client = server == Server.TestServer ? application.GetTestClient() : new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        return new Site(application, client);
    }

    internal Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative)).WaitAsync(TimeSpan.FromSeconds(60));

    internal Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
