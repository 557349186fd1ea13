using Hangfire;
using HotWeave.Runtime;
using Quartz;

namespace HotWeave.Services.Tests.Service;

/// <summary>Gives out what the next release has for work.</summary>
[Swappable]
public static class News
{
    public static string Give(IBackgroundJobClient jobs, string file) => "none";

    public static Task<string> GiveAsync(IScheduler scheduler, string file) => Task.FromResult("none");
}
