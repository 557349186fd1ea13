using Hangfire;
using HotWeave.Runtime;
using Quartz;

namespace HotWeave.Services.Tests.Service;

/// <summary>What the service says once, when it starts.</summary>
[Swappable]
public static class StartUp
{
    public static void Schedule(IRecurringJobManager jobs) => jobs.AddOrUpdate<HangfireWork>("first", w => w.RunAsync("none", "look", 1), Cron.Yearly());

    public static void Schedule(IQuartzBuilder quartz) =>
        quartz.AddJob<QuartzWork>(static job => job.WithIdentity("first").StoreDurably());
}
