using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Health;

/// <summary>How the last swap operation ended, from the application's start to its stop.</summary>
internal sealed class SwapHistory : IHostedService
{
    // Written by the thread that runs the operation, read by health checks.
    private volatile SwapFailedEventArgs? _lastFailure;

    /// <summary>The failure of the last operation; null when it succeeded, or there was none.</summary>
    internal SwapFailedEventArgs? LastFailure => _lastFailure;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        HotSwap.Swapped += OnSwapped;
        HotSwap.SwapFailed += OnFailed;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        HotSwap.Swapped -= OnSwapped;
        HotSwap.SwapFailed -= OnFailed;
        return Task.CompletedTask;
    }

    private void OnSwapped(object? sender, SwapEventArgs e) => _lastFailure = null;

    // What could not be, or was so already, says nothing of the application.
    private void OnFailed(object? sender, SwapFailedEventArgs e)
    {
        if (e.Exception.Kind == SwapFailureKind.Failed)
            _lastFailure = e;
    }
}
