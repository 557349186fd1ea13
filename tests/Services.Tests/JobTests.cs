using HotWeave.Conformance;
using HotWeave.Services.Tests.Harness;
using Xunit;

namespace HotWeave.Services.Tests;

/// <summary>Jobs that a patch adds, and those that fail.</summary>
public sealed class JobTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotweave-");

    private string File => Path.Combine(_folder.FullName, "news.txt");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_job_that_a_patch_adds_runs_in_another_instance_and_after_the_next_deployment()
    {
        var one = new OneHangfireService();
        var storage = Path.Combine(_folder.FullName, "jobs.db");
        var confirmed = WovenService.Made.MakeConfirmedFolder();
        var (giving, client) = await one.StartAsync(confirmed, storage, "idle");
        await using (giving)
        {
            Assert.Equal("none", await client.GiveNewsAsync(File));
            await giving.SwapAsync(SwapMode.UnitOfWork, isForth: true);
            await giving.ConfirmAsync();
            await client.GiveNewsAsync(File);
            var (other, _) = await one.StartAsync(confirmed, storage);
            await using (other)
                await UntilWrittenAsync("news 2 NewsJob.Write");

            await client.GiveNewsAsync(File);
        }

        var (next, _) = await one.StartNextAsync(storage);
        await using (next)
            await UntilWrittenAsync("news 2 NewsJob.Write", "news 2 NewsJob.Write");
    }

    [Fact]
    public async Task A_type_that_a_patch_adds_is_found_by_its_name_in_storage_while_some_version_has_it()
    {
        var one = new OneQuartzService();
        var confirmed = WovenService.Made.MakeConfirmedFolder();
        var (service, client) = await one.StartAsync(confirmed);
        string name;
        await using (service)
        {
            await service.SwapAsync(SwapMode.UnitOfWork, isForth: true);
            await service.ConfirmAsync();
            name = await client.GiveNewsAsync(File);
            await UntilWrittenAsync("news 2 NewsWork");
            Assert.Equal("HotWeave.Services.Tests.Service.NewsWork", await client.FindTypeAsync(name));
            Assert.StartsWith("ok", await service.RollBackAsync(), StringComparison.Ordinal);
            Assert.Null(await client.FindTypeAsync(name));
        }

        const string next = "HotWeave.Services.Tests.Service.NewsWork, HotWeave.Services.Tests.Service";
        Assert.NotEqual(next, name);
        var (deployed, clientOfNext) = await one.StartNextAsync();
        await using (deployed)
        {
            Assert.Equal("HotWeave.Services.Tests.Service.NewsWork", await clientOfNext.FindTypeAsync(name));
            Assert.Equal("HotWeave.Services.Tests.Service.NewsWork", await clientOfNext.FindTypeAsync(next));
            Assert.Null(await clientOfNext.FindTypeAsync("HotWeave.Services.Tests.Service.Unknown, HotWeave.Services.Tests.Service"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_fails_counts_in_a_trial(bool isHangfire)
    {
        OneService<JobClient> one = isHangfire ? new OneHangfireService() : new OneQuartzService();
        var (service, client) = await one.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = service;
        await service.TryAsync();
        Assert.Equal("It was asked to.", await client.FailAsync());
        await client.LookAsync();
        await service.UntilRunAsync(0);
        Assert.Equal(1, await service.CountFailedAsync());
    }

    [Fact]
    public void What_is_scheduled_at_the_start_is_named()
    {
        var named = WovenService.Made.Remarks.Where(static r => r.Id == "HW3206").Select(static r => r.Message).ToList();
        Assert.Contains(named, static m => m.Contains("StartUp.Schedule(IRecurringJobManager)", StringComparison.Ordinal));
        Assert.Contains(named, static m => m.Contains("StartUp.Schedule(IQuartzBuilder)", StringComparison.Ordinal));
    }

    // Jobs of added types are found, and methods that are added to deployed types are not.
    [Fact]
    public void Only_jobs_that_nobody_finds_are_named()
    {
        var remark = Assert.Single(WovenService.Made.Remarks, static r => r.Id == "HW3258");
        Assert.Contains("HangfireWork.DoMore", remark.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WovenService.Made.Remarks, static r => r.Message.Contains("NewsWork", StringComparison.Ordinal) && r.Id == "HW3255");
    }

    private Task UntilWrittenAsync(params string[] lines) => ServiceProcess.UntilAsync(async () =>
        System.IO.File.Exists(File) && (await System.IO.File.ReadAllLinesAsync(File)).SequenceEqual(lines));
}
