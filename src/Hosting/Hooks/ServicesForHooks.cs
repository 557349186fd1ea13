using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Hooks;

/// <summary>Hands the application's services to the hooks of patches, from before its hosted services start until after they stopped.</summary>
internal sealed class ServicesForHooks(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        HotSwap.Services = services;
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // Another application of this process may have set its own.
        if (ReferenceEquals(HotSwap.Services, services))
            HotSwap.Services = null;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
