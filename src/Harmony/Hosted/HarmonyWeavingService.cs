using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotWeave.Harmony.Hosted;

/// <summary>Weaves when the host is about to start its services: none of them works yet.</summary>
internal sealed partial class HarmonyWeavingService(
    string folder, HarmonyWeavingOptions options, IHostApplicationLifetime lifetime, ILogger<HarmonyWeavingService> log) : IHostedLifecycleService
{
    // The source generator takes no parameter.
    private readonly ILogger _log = log;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var atStart = options with { IsQuiet = () => !lifetime.ApplicationStarted.IsCancellationRequested, IsAtStart = true };
            var result = GhostWeaving.UseHarmony(folder, atStart);
            LogWoven(result.Assemblies, result.Methods, result.Recompiled);
            foreach (var kept in result.KeepInlined)
                LogKept(kept);
        }
        catch (SwapException e)
        {
            LogRefused(e.Message, e);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Woven by Harmony: {Assemblies}, {Methods} methods, and {Recompiled} others compiled anew.")]
    private partial void LogWoven(IReadOnlyList<string> assemblies, int methods, int recompiled);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} may keep methods inlined that have stubs, and goes on to call their old code.")]
    private partial void LogKept(string method);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not woven; the application starts as it is. {Reason}")]
    private partial void LogRefused(string reason, Exception exception);
}
