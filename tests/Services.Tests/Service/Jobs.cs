using System.Globalization;
using Hangfire;
using HotWeave.Runtime;
using Quartz;

namespace HotWeave.Services.Tests.Service;

/// <summary>What a job is given to do, by its name.</summary>
[Swappable]
public sealed class Work(Desk desk)
{
    public async Task<object> DoAsync(string what, int number)
    {
        switch (what)
        {
            case "ask":
                var answer = await desk.AskAsync();
                Desk.Note();
                return answer;
            case "behind":
                return await desk.AskBehindAsync();
            case "cancelled":
                return await Desk.RunUntilCancelledAsync();
            case "released":
                return await Desk.RunUntilReleasedAsync();
            case "take":
                Feed.Take(number);
                return number;
            case "fail":
                throw new InvalidOperationException("It was asked to.");
            default:
                return Desk.Look();
        }
    }
}

/// <summary>A job of Hangfire.</summary>
[Swappable]
public sealed partial class HangfireWork(Work work)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string id, string what, int number) => await Results.GiveAsync(id, work.DoAsync(what, number));
}

/// <summary>A job of Quartz.</summary>
[Swappable]
public sealed class QuartzWork(Work work) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var data = context.MergedJobDataMap;
        var number = int.Parse(data.GetString("number")!, CultureInfo.InvariantCulture);
        await Results.GiveAsync(data.GetString("id")!, work.DoAsync(data.GetString("what")!, number));
    }
}
