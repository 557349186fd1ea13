using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Protocol;
using HotWeave.Telemetry;
using HotWeave.Telemetry.Listeners;

namespace HotWeave.Operations;

/// <summary>Runs an operation on a thread of its own, outside any unit, and tells everybody how it ended. Waiting for units must not take a thread that they may need.</summary>
internal sealed class OperationRunner(SwapMetrics metrics, IOperationLog log, ISwapListener listener)
{
    private readonly RunningOperations _running = new();

    /// <inheritdoc cref="RunningOperations.Cancel"/>
    internal IReadOnlyList<string> Cancel() => _running.Cancel();

    /// <exception cref="SwapException">The operation was refused or failed; reported already.</exception>
    internal Task<T> RunAsync<T>(string kind, Func<Operation, T> body, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var operation = new Operation(kind, Requester.Current, cancellationToken);
        var end = new TaskCompletionSource<T>();
        // Hooks find the caller's culture, activity and the like; null where the caller keeps them to itself.
        var context = ExecutionContext.Capture();
        _running.Add(operation);
        if (OwnWork.TryStartThread("HotWeave " + kind, RunToEndInContext))
            return end.Task;
        End(operation);
        return Task.FromException<T>(SwapDiagnostics.NoThread.Refuse());

        void RunToEndInContext()
        {
            if (context is null)
                RunToEnd(operation, body, end);
            else
                ExecutionContext.Run(context, _ => RunToEnd(operation, body, end), null);
        }
    }

    /// <summary>Tells subscribers of a swap that is done; call it when the next operation may begin.</summary>
    internal SwapResult Announce(SwapResult result)
    {
        var warnings = new List<string>(result.Warnings);
        foreach (var warning in warnings)
            SwapEventSource.Log.Warned(warning);
        listener.TellSwapped(result, warnings);
        return result with { Warnings = warnings };
    }

    // Whoever awaits it finds it neither running nor holding anything, however early it was cancelled.
    private void RunToEnd<T>(Operation operation, Func<Operation, T> body, TaskCompletionSource<T> end)
    {
        T result;
        try
        {
            result = Run(operation, body);
        }
        catch (OperationCanceledException e) when (e.CancellationToken == operation.Cancellation)
        {
            end.SetCanceled(e.CancellationToken);
            return;
        }
        catch (Exception e)
        {
            end.SetException(e);
            return;
        }

        end.SetResult(result);
    }

    private T Run<T>(Operation operation, Func<Operation, T> body)
    {
        // The caller may be in a unit of work, and the task would belong to it; and what it starts, such as a trial's clock, acts for nobody.
        Unit.SetAmbient(null);
        Requester.Current = null;
        Requester.Acting = operation.Requester;
        var activity = SwapActivities.Start("hotweave." + operation.Kind);
        try
        {
            return Run(operation, body, activity);
        }
        finally
        {
            activity?.End();
        }
    }

    private T Run<T>(Operation operation, Func<Operation, T> body, Activity? activity)
    {
        T result;
        try
        {
            operation.Cancellation.ThrowIfCancellationRequested();
            result = body(operation);
        }
        catch (SwapException e)
        {
            Report(operation, e, activity);
            throw;
        }
        catch (OperationCanceledException)
        {
            log.Cancelled(operation, activity);
            throw;
        }
        catch (Exception e)
        {
            var defect = SwapDiagnostics.Defect.Refuse(e, e.GetType().Name, e.Message);
            Report(operation, defect, activity);
            throw defect;
        }
        finally
        {
            End(operation);
        }

        // What is done is done, whatever becomes of its record.
        return log.Ended(operation, result, activity);
    }

    private void End(Operation operation)
    {
        _running.Remove(operation);
        operation.Dispose();
    }

    private void Report(Operation operation, SwapException exception, Activity? activity)
    {
        log.Refused(operation, exception, activity);
        activity?.Fail(exception.Code, exception.Message);
        metrics.Failed(exception.Code);
        SwapEventSource.Log.Failed(operation.Name, exception.Code, exception.Message);
        listener.TellFailed(operation.Name, exception);
    }
}
