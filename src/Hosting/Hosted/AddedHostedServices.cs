using HotWeave.AspNetCore.Services;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Guarding;
using HotWeave.Protocol;
using HotWeave.Swapping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotWeave.AspNetCore.Hosted;

/// <summary>
/// The hosted services that versions add, in one application: made before the turn, started after it, stopped before a turn to a version
/// that does not have them, and with the application.
/// </summary>
internal sealed partial class AddedHostedServices(
    IServiceProvider services, AddedServices added, ILoggerFactory loggers, IHostApplicationLifetime lifetime)
    : SwapParticipant, IHostedService, IDisposable
{
    // A stop that takes longer goes on by itself, as a host's does.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(30);

    // Protects the fields below. Nothing of the application is called under it.
    private readonly object _lock = new();
    private readonly Dictionary<Type, RunningService> _running = [];
    private readonly Dictionary<int, IReadOnlyList<Type>> _wanted = [];

    // The end of stopping for the last turn; replaced by the thread of the operation, read by whoever disposes of services.
    private volatile Task _stopping = Task.CompletedTask;

    private readonly ILogger _logger = loggers.CreateLogger("HotWeave");

    internal override FrameworkConcerns Concern => FrameworkConcerns.HostedServices;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Add(this);
        added.UsersEnded = () => _stopping;
        // After those of the deployed build, as they were registered.
        lifetime.ApplicationStarted.Register(Join);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Remove(this);
        return StopAllAsync([], cancellationToken);
    }

    /// <summary>Also hosts that are disposed without having been stopped take part in no turn any more.</summary>
    public void Dispose() => SwapParticipants.Remove(this);

    internal override void Stage(StagedVersion version)
    {
        foreach (var type in version.HostedServices)
        {
            lock (_lock)
            {
                if (_running.ContainsKey(type))
                    continue;
            }

            var made = Make(type);
            lock (_lock)
                _running.TryAdd(type, made);
        }

        lock (_lock)
            _wanted[version.To] = version.HostedServices;
    }

    internal override void Turn(int version)
    {
        List<RunningService> starting;
        IReadOnlyList<Type> wanted;
        lock (_lock)
        {
            wanted = _wanted.GetValueOrDefault(version) ?? [];
            starting = [.. wanted.Select(t => _running[t]).Where(static r => r.TryBegin())];
        }

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stopping = stopped.Task;
        OwnWork.Queue("stopping and starting hosted services", StopAndStart, (starting, wanted, stopped));
    }

    internal override void Undo(int version)
    {
        List<IHostedService> unused;
        lock (_lock)
        {
            _wanted.Remove(version);
            unused = [.. _running.Values.Where(static r => !r.HasBegun).Select(static r => r.Service)];
            foreach (var service in unused)
                _running.Remove(service.GetType());
        }

        foreach (var service in unused)
            ServiceEnd.Dispose(service);
    }

    internal override void Settle()
    {
    }

    private void Join()
    {
        if (Transition.World.Main.Version == 0 || Swapper.Instance.DescribeCurrent() is not { HostedServices.Count: > 0 } version)
            return;
        // Code that registers services may have run as the version has it; then the host has started them.
        lock (_lock)
        {
            foreach (var service in services.GetServices<IHostedService>().Where(s => version.HostedServices.Contains(s.GetType())))
                _running.TryAdd(service.GetType(), RunningService.Adopt(service));
        }

        Stage(version);
        Turn(version.To);
    }

    private RunningService Make(Type type)
    {
        try
        {
            return new RunningService((IHostedService)ActivatorUtilities.CreateInstance(added.FindProvider(), type));
        }
        catch (Exception e)
        {
            throw SwapDiagnostics.HostedServiceFailed.Refuse(e, type, e.GetType().Name, e.Message);
        }
    }

    private void StopAndStart((List<RunningService> Starting, IReadOnlyList<Type> Wanted, TaskCompletionSource Stopped) turn) =>
        _ = StopAndStartAsync(turn.Starting, turn.Wanted, turn.Stopped);

    private async Task StopAndStartAsync(List<RunningService> starting, IReadOnlyList<Type> wanted, TaskCompletionSource stopped)
    {
        using (var stopTime = new CancellationTokenSource(s_stopTime))
            await StopAllAsync(wanted, stopTime.Token);
        stopped.SetResult();
        foreach (var service in starting)
        {
            if (await service.StartAsync(lifetime.ApplicationStopping) is { } failure)
                LogFailed(failure, service.Service.GetType().FullName!, "started");
        }
    }

    private async Task StopAllAsync(IReadOnlyList<Type> but, CancellationToken cancellation)
    {
        List<RunningService> stopping;
        lock (_lock)
        {
            stopping = [.. _running.Where(r => !but.Contains(r.Key) && r.Value.HasBegun).Select(static r => r.Value)];
            foreach (var service in stopping)
                _running.Remove(service.Service.GetType());
        }

        foreach (var service in Enumerable.Reverse(stopping))
        {
            if (await service.StopAsync(cancellation) is { } failure)
                LogFailed(failure, service.Service.GetType().FullName!, "stopped");
        }
    }

    [LoggerMessage(5, LogLevel.Error, "The hosted service {Service} of a patch could not be {Done}.")]
    private partial void LogFailed(Exception exception, string service, string done);
}
