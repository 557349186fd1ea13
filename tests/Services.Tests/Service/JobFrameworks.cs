using Hangfire;
using Hangfire.Storage.SQLite;
using Quartz;
using Quartz.Extensibility;

namespace HotWeave.Services.Tests.Service;

/// <summary>Sets up a framework of jobs, and a front by which this process gives them out: its requests are no units.</summary>
internal static class JobFrameworks
{
    // Storage of its own, or the file of several processes; and whether this process runs the jobs.
    internal static void AddHangfire(WebApplicationBuilder builder, string[] settings)
    {
        builder.Services.AddHangfire(hangfire =>
        {
            if (settings.Length > 0)
                hangfire.UseSQLiteStorage(settings[0], new SQLiteStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50) });
            else
                hangfire.UseInMemoryStorage();
            hangfire.UseNoOpLogProvider().UseHotWeave();
        });
        if (settings is not [_, "idle"])
            builder.Services.AddHangfireServer(static server => server.WorkerCount = 16);
    }

    internal static void MapHangfire(WebApplication application)
    {
        StartUp.Schedule(application.Services.GetRequiredService<IRecurringJobManager>());
        Map(application, static (services, id, what, number) =>
        {
            services.GetRequiredService<IBackgroundJobClient>().Enqueue<HangfireWork>(w => w.RunAsync(id, what, number));
            return Task.CompletedTask;
        });
        application.MapPost("/news", static (IBackgroundJobClient jobs, string file) => News.Give(jobs, file));
    }

    internal static void AddQuartz(WebApplicationBuilder builder)
    {
        builder.Services.AddQuartz(static quartz =>
        {
            quartz.UseHotWeave();
            quartz.UseDefaultThreadPool(16);
            StartUp.Schedule(quartz);
        });
        builder.Services.AddQuartzHostedService();
    }

    internal static void MapQuartz(WebApplication application)
    {
        Map(application, static async (services, id, what, number) =>
        {
            var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
            var job = JobBuilder.Create<QuartzWork>()
                .UsingJobData("id", id).UsingJobData("what", what).UsingJobData("number", $"{number}").Build();
            await scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build());
        });
        application.MapPost("/news", static async (ISchedulerFactory schedulers, string file) => await News.GiveAsync(await schedulers.GetScheduler(), file));
        application.MapGet("/type", static (ITypeLoader types, string name) => types.LoadType(name)?.FullName);
    }

    private static void Map(WebApplication application, Func<IServiceProvider, string, string, int, Task> giveAsync)
    {
        application.MapPost("/work/{what}/{number:int}", async (IServiceProvider services, string what, int number) =>
        {
            var id = $"{Guid.NewGuid()}";
            var result = Results.Expect(id);
            await giveAsync(services, id, what, number);
            return Microsoft.AspNetCore.Http.Results.Json(await result);
        });
        application.MapGet("/notes", static () => Desk.Notes);
        application.MapGet("/received", static () => Feed.FindReceived());
    }
}
