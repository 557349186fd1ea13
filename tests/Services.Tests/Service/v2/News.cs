using System.Globalization;
using Hangfire;
using HotWeave.Conformance;
using HotWeave.Runtime;
using Quartz;

namespace HotWeave.Services.Tests.Service;

/// <summary>Gives out what the next release has for work.</summary>
[Swappable]
public static class News
{
    public static string Give(IBackgroundJobClient jobs, string file) =>
        jobs.Enqueue<NewsJob>(job => job.Write(file, new Headline("news"), null));

    public static async Task<string> GiveAsync(IScheduler scheduler, string file)
    {
        var job = JobBuilder.Create<NewsWork>().UsingJobData("file", file).Build();
        await scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build());
        return job.JobType.FullName;
    }

    // Nobody finds a method that a patch adds to a deployed type.
    public static void GiveMore(IBackgroundJobClient jobs) => jobs.Enqueue<HangfireWork>(static work => work.DoMore());
}

/// <summary>A job that only this release has.</summary>
public sealed class NewsJob
{
    [AutomaticRetry(Attempts = 0)]
    public void Write(string file, Headline headline, Headline[]? more) =>
        File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{headline?.Text} {Release.Name} {UnitOfWork.Name}\n"));
}

/// <summary>What the job takes.</summary>
public sealed record Headline(string Text);

/// <summary>The same for Quartz.</summary>
public sealed class NewsWork : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        File.AppendAllText(context.MergedJobDataMap.GetString("file")!, $"news {Release.Name} {UnitOfWork.Name}\n");
        return default;
    }
}

public sealed partial class HangfireWork
{
    public void DoMore()
    {
    }
}
