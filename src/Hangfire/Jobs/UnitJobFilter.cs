using Hangfire;
using Hangfire.Common;
using Hangfire.Server;

namespace HotWeave.Hangfire.Jobs;

/// <summary>Makes each run of a job a unit, with the filters of the application inside. Thread-safe.</summary>
internal sealed class UnitJobFilter : IServerFilter
{
    /// <summary>Outside all others.</summary>
    internal const int Order = int.MinValue;

    private const string Unit = "hotweave.unit";

    /// <inheritdoc/>
    public void OnPerforming(PerformingContext context)
    {
        var name = FindName(context.BackgroundJob.Job);
        UnitHandle? unit;
        // Workers have threads of their own, which have nothing else to do. When the server stops, the job goes back to its queue.
        while ((unit = UnitOfWork.TryEnterRoot(name)) is null)
            UnitOfWork.WaitForGateAsync(context.CancellationToken.ShutdownToken).GetAwaiter().GetResult();
        context.Items[Unit] = unit;
    }

    /// <inheritdoc/>
    public void OnPerformed(PerformedContext context)
    {
        if (!context.Items.Remove(Unit, out var held) || held is not UnitHandle unit)
            return;
        if (IsFailure(context.Exception))
            unit.Fail();
        unit.Dispose();
    }

    // That the job is tried again makes the run no better.
    private static bool IsFailure(Exception? thrown)
    {
        var cause = thrown is JobPerformanceException { InnerException: { } inner } ? inner : thrown;
        return cause is not (null or OperationCanceledException or JobAbortedException);
    }

    private static string FindName(Job job) => $"{job.Type.Name}.{job.Method.Name}";
}
