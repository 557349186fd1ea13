using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Services;

/// <summary>The application's host, with services that a version has beside its own. It starts and stops nothing.</summary>
internal sealed class LayeredHost(IServiceProvider services) : IHost
{
    public IServiceProvider Services => services;

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
