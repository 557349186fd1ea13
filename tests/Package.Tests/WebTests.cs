using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>A web application that references the package for ASP.NET Core alone: that brings the other one, which weaves.</summary>
public sealed class WebTests
{
    [Fact]
    public async Task A_web_application_is_woven_and_its_requests_are_units()
    {
        using var web = await UserProject.CopyOfAsync("Web");
        await web.BuildAsync("-c", "Release");
        Assert.Equal(
            ["GET /unit", "Healthy", "woven assemblies: Web"],
            (await web.ExecAsync("bin/Release/net10.0/Web.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
