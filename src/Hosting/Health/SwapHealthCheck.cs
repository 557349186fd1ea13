using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HotWeave.AspNetCore.Health;

/// <summary>Reports the current version, and a last operation that failed.</summary>
internal sealed class SwapHealthCheck(SwapHistory history) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(HotSwap.GetStatus(), context.Registration.FailureStatus));

    private HealthCheckResult Check(SwapStatus status, HealthStatus failureStatus)
    {
        var data = new Dictionary<string, object> { ["version"] = status.Current.Value };
        if (status.StartProblem is { } problem)
            return new(failureStatus, $"Version {status.Current} is current. {problem}", null, data);
        if (history.LastFailure is not { } failure)
            return HealthCheckResult.Healthy($"Version {status.Current} is current.", data);

        data["failedOperation"] = failure.Operation;
        data["code"] = failure.Exception.Code;
        return new(failureStatus, $"Version {status.Current} is current; \"{failure.Operation}\" failed. {failure.Exception.Message}", failure.Exception, data);
    }
}
