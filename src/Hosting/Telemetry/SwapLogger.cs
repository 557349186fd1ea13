using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Telemetry;

/// <summary>Logs what swaps do, from the application's start to its stop.</summary>
internal sealed partial class SwapLogger(ILoggerFactory loggers, IOptions<HotWeaveOptions> options) : IHostedService
{
    private readonly ILogger _logger = loggers.CreateLogger("HotWeave");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.LogSwaps)
        {
            HotSwap.Swapped += OnSwapped;
            HotSwap.SwapFailed += OnFailed;
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        HotSwap.Swapped -= OnSwapped;
        HotSwap.SwapFailed -= OnFailed;
        return Task.CompletedTask;
    }

    private void OnSwapped(object? sender, SwapEventArgs e)
    {
        var result = e.Result;
        LogTurned(result.To.Value, result.From.Value, result.Types.Count, result.Mode, result.PatchId ?? "none");
        foreach (var warning in result.Warnings)
            LogWarning(warning);
    }

    private void OnFailed(object? sender, SwapFailedEventArgs e)
    {
        if (e.Exception.Kind == SwapFailureKind.Failed)
            LogFailed(e.Exception, e.Operation, e.Exception.Message);
        else
            LogRefused(e.Exception.Kind == SwapFailureKind.Refused ? LogLevel.Warning : LogLevel.Information, e.Operation, e.Exception.Message);
    }

    [LoggerMessage(1, LogLevel.Information, "Version {Version} is current; it was {Before}. Types changed: {Types}; mode {Mode}, patch {Patch}.")]
    private partial void LogTurned(int version, int before, int types, SwapMode mode, string patch);

    [LoggerMessage(2, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(3, LogLevel.Error, "The operation \"{Operation}\" failed; nothing has changed. {Problem}")]
    private partial void LogFailed(Exception exception, string operation, string problem);

    [LoggerMessage(EventId = 4, Message = "The operation \"{Operation}\" was not done; nothing has changed. {Problem}")]
    private partial void LogRefused(LogLevel level, string operation, string problem);
}
