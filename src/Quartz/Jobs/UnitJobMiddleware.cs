using Quartz;

namespace HotWeave.Quartz.Jobs;

/// <summary>Makes each run of a job a unit, which waits without a thread while new units have to wait.</summary>
internal sealed class UnitJobMiddleware : IJobExecutionMiddleware
{
    /// <inheritdoc/>
    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken)
    {
        using var unit = await UnitOfWork.EnterRootAsync(context.JobInstance.GetType().Name, cancellationToken);
        try
        {
            await next(context, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            unit.Fail(); // that the job is tried again makes the run no better
            throw;
        }
    }
}
