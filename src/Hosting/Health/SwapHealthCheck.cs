using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HotWeave.AspNetCore.Health;

/// <summary>Reports the current version, a last operation that failed, and whether a restart would forget it all.</summary>
internal sealed class SwapHealthCheck(SwapHistory history) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(HotSwap.GetStatus(), context.Registration.FailureStatus));

    /// <summary>What the check says of a status.</summary>
    internal HealthCheckResult Check(SwapStatus status, HealthStatus failureStatus)
    {
        var data = new Dictionary<string, object> { ["version"] = status.Current.Value };
        var says = $"Version {status.Current} is current";
        if (IsGhost(status))
        {
            data["ghost"] = true;
            says += " in a ghost, which was woven in memory";
        }

        if (status.StartProblem is { } problem)
            return new(failureStatus, $"{says}. {problem}", null, data);
        if (history.LastFailure is not { } failure)
            return HealthCheckResult.Healthy(says + ".", data);

        data["failedOperation"] = failure.Operation;
        data["code"] = failure.Exception.Code;
        return new(failureStatus, $"{says}; \"{failure.Operation}\" failed. {failure.Exception.Message}", failure.Exception, data);
    }

    // What the marks of assemblies say that were woven while they were loaded (docs/formats.md).
    private static bool IsGhost(SwapStatus status) => status.Assemblies.Any(static a => a.Settings.Split(';').Any(static s => s is "live" or "harmony"));
}
