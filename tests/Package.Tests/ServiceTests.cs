using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>A service that references the packages for gRPC, Hangfire, Quartz and Newtonsoft.Json alone: they bring the one that weaves.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task A_service_is_woven_and_its_messages_and_jobs_are_units()
    {
        using var service = await UserProject.CopyOfAsync("Services");
        await service.BuildAsync("-c", "Release");
        Assert.Equal(
            ["hello in Echo.Talk", "Mail.Send", "Report", "woven assemblies: Services", "{\"Text\":\"x\"}"],
            (await service.ExecAsync("bin/Release/net10.0/Services.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
