using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Telemetry;

namespace HotWeave.Protocol;

/// <summary>The token of a unit, made when someone asks for it. Never disposed: it has no timer, and whoever has the token may still use it.</summary>
internal sealed class UnitCancellation : CancellationTokenSource
{
    private int _requested;

    internal bool IsRequested => Volatile.Read(ref _requested) != 0;

    /// <summary>Signals the token. Callbacks are others' code, so they run on the pool, and what they throw is a warning.</summary>
    internal void Request()
    {
        if (Interlocked.Exchange(ref _requested, 1) == 0)
            OwnWork.Queue("signalling a unit's token", static cancellation => cancellation.Signal(), this);
    }

    private void Signal()
    {
        try
        {
            Cancel();
        }
        catch (AggregateException e)
        {
            var first = e.InnerExceptions[0];
            SwapEventSource.Log.Warned(SwapDiagnostics.CancellationCallbackFailed.Warn(first.GetType().Name, first.Message));
        }
    }
}
