using HotWeave.Package.Tests.Installing;
using HotWeave.Package.Tests.Walking;
using HotWeave.Staging.Walking;

namespace HotWeave.Package.Tests;

/// <summary>What <c>dotnet new</c> makes of the packed templates, by the README that it makes too: built, run, swapped and rolled back.</summary>
public sealed class TemplateTests
{
    [WalkTheory]
    [InlineData("hotweave-web", "Kiosk")]
    [InlineData("hotweave-worker", "Mailer")]
    public async Task A_new_program_takes_a_patch_and_gives_it_back(string template, string name)
    {
        var tool = await InstalledTool.GetAsync();
        using var user = await UserProject.NewAsync();
        await TypeAsync(user, tool, $"dotnet new {template} -o {name}");
        var page = MarkdownPage.Read(user.Folder, name + "/README.md");
        Assert.True(PageSteps.HasCommands(page));
        await PageWalk.RunAsync(page, user.InFolder(name), tool.Environment);
    }

    [WalkTheory]
    [InlineData("hotweave-web", "net8.0")]
    [InlineData("hotweave-web", "net9.0")]
    [InlineData("hotweave-worker", "net8.0")]
    [InlineData("hotweave-worker", "net9.0")]
    public async Task A_new_program_of_an_earlier_framework_and_with_a_name_that_is_no_identifier_builds_without_a_warning(string template, string framework)
    {
        var tool = await InstalledTool.GetAsync();
        using var user = await UserProject.NewAsync();
        await TypeAsync(user, tool, $"dotnet new {template} -n night-shift.2 -o shift --Framework {framework}");
        await TypeAsync(user, tool, "dotnet build shift -warnaserror");
        Assert.True(WovenAssembly.IsWoven(user.InFolder("shift", "bin", "Debug", framework, "night-shift.2.dll")));
    }

    private static async Task TypeAsync(UserProject user, InstalledTool tool, string command)
    {
        await using var terminal = new Terminal(user.Folder, tool.Environment);
        var (exitCode, output) = await terminal.TypeAsync(command, TimeSpan.FromMinutes(5));
        Assert.True(exitCode == 0, $"$ {command}\n{output}");
    }
}
