using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>The package for users' own tests, installed as a user installs it.</summary>
public sealed class TestingPackageTests
{
    [Fact]
    public async Task A_project_with_the_package_builds_two_versions_and_takes_one_live()
    {
        using var project = await UserProject.CopyOfAsync("LiveCheck");
        await project.BuildAsync("Check");
        Assert.Equal("Live\ntea costs half, 11\n", await project.ExecAsync("Check/bin/Debug/net10.0/Check.dll", project.InFolder("Shop", "Shop.csproj"), project.InFolder("builds")));
    }
}
