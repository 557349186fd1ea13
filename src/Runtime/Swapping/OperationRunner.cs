using System.Diagnostics;
using HotWeave.Auditing;
using HotWeave.Diagnostics;
using HotWeave.Protocol;
using HotWeave.Telemetry;

namespace HotWeave.Swapping;

/// <summary>Runs an operation on a thread of its own, outside any unit, and tells everybody how it ended. Waiting for units must not take a thread that they may need.</summary>
internal sealed class OperationRunner(SwapMetrics metrics, Audit audit)
{
    /// <exception cref="SwapException">The operation was refused or failed; reported already.</exception>
    internal Task<T> RunAsync<T>(string kind, Func<Operation, T> body, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() =>
        {
            var operation = new Operation(kind, Requester.Current);
            // The caller may be in a unit of work, and the task would belong to it; and what it starts, such as a trial's clock, acts for nobody.
            Unit.SetAmbient(null);
            Requester.Current = null;
            using var activity = SwapActivities.Start("hotweave." + kind);
            T result;
            try
            {
                result = body(operation);
            }
            catch (SwapException e)
            {
                Report(operation, e, activity);
                throw;
            }
            catch (OperationCanceledException)
            {
                audit.Cancelled(operation, activity);
                throw;
            }
            catch (Exception e)
            {
                var defect = SwapDiagnostics.Defect.Refuse(e, e.GetType().Name, e.Message);
                Report(operation, defect, activity);
                throw defect;
            }

            // What is done is done, whatever becomes of its record.
            return audit.Ended(operation, result, activity);
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
        audit.Refused(operation, exception, activity);
        activity?.Fail(exception.Code, exception.Message);
        metrics.Failed(exception.Code);
        SwapEventSource.Log.Failed(operation.Name, exception.Code, exception.Message);
        Subscribers.Call(nameof(HotSwap.SwapFailed), HotSwap.SwapFailedSubscribers, new SwapFailedEventArgs(operation.Name, exception), []);
    }
}
