using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Protocol;
using HotWeave.Telemetry;

namespace HotWeave.Swapping;

/// <summary>Runs an operation on a thread of its own, outside any unit, and tells everybody how it ended. Waiting for units must not take a thread that they may need.</summary>
internal sealed class OperationRunner(SwapMetrics metrics)
{
    /// <exception cref="SwapException">The operation was refused or failed; reported already.</exception>
    internal Task<T> RunAsync<T>(string kind, Func<Operation, T> body, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() =>
        {
            // The caller may be in a unit of work, and the task would belong to it.
            Unit.SetAmbient(null);
            using var activity = SwapActivities.Start("hotweave." + kind);
            var operation = new Operation(kind);
            try
            {
                return body(operation);
            }
            catch (SwapException e)
            {
                Report(operation, e, activity);
                throw;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var defect = SwapDiagnostics.Defect.Refuse(e, e.GetType().Name, e.Message);
                Report(operation, defect, activity);
                throw defect;
            }
        }, cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>Tells subscribers of a swap that is done; call it when the next operation may begin.</summary>
    internal static SwapResult Announce(SwapResult result)
    {
        var warnings = new List<string>(result.Warnings);
        foreach (var warning in warnings)
            SwapEventSource.Log.Warned(warning);
        Subscribers.Call(nameof(HotSwap.Swapped), HotSwap.SwappedSubscribers, new SwapEventArgs(result), warnings);
        return result with { Warnings = warnings };
    }

    private void Report(Operation operation, SwapException exception, Activity? activity)
    {
        activity?.Fail(exception.Code, exception.Message);
        metrics.Failed(exception.Code);
        SwapEventSource.Log.Failed(operation.Name, exception.Code, exception.Message);
        Subscribers.Call(nameof(HotSwap.SwapFailed), HotSwap.SwapFailedSubscribers, new SwapFailedEventArgs(operation.Name, exception), []);
    }
}
