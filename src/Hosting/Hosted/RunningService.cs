using HotWeave.AspNetCore.Services;
using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Hosted;

/// <summary>A hosted service of a patch: it is started once, and stopped once its start is over.</summary>
internal sealed class RunningService(IHostedService service)
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isOfHost;

    internal IHostedService Service => service;

    /// <summary>One that the host has started, and disposes of.</summary>
    internal static RunningService Adopt(IHostedService service)
    {
        var running = new RunningService(service) { HasBegun = true, _isOfHost = true };
        running._started.SetResult();
        return running;
    }

    /// <summary>Whether somebody starts it or has started it. Guarded by whoever keeps it.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Whether the caller is the one who starts it.</summary>
    internal bool TryBegin() => !HasBegun && (HasBegun = true);

    /// <summary>Starts it.</summary>
    /// <returns>What it threw; null where it started.</returns>
    internal async Task<Exception?> StartAsync(CancellationToken cancellation)
    {
        try
        {
            await service.StartAsync(cancellation);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            _started.SetResult();
        }
    }

    /// <summary>Stops and disposes of it.</summary>
    /// <returns>What it threw; null where it stopped.</returns>
    internal async Task<Exception?> StopAsync(CancellationToken cancellation)
    {
        try
        {
            await _started.Task.WaitAsync(cancellation);
            await service.StopAsync(cancellation);
            if (!_isOfHost)
                await ServiceEnd.DisposeAsync(service);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
