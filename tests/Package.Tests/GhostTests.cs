using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>
/// README's section on processes that nobody prepared, followed to the letter by somebody who has the packed tool and the application that
/// <c>dotnet new webapi</c> makes, which is under load all the while and was started without anything.
/// </summary>
public sealed class GhostTests
{
    private const string Old = "Random.Shared.Next(-20, 55)";
    private const string New = "Random.Shared.Next(100, 155)";

    [NativeTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_web_application_takes_a_patch_and_gives_it_back_without_losing_a_request(bool isSingleFile)
    {
        using var user = await UserProject.NewAsync();
        await user.TypeAsync("dotnet tool install HotWeave.Tool --version 0.1.0 --tool-path tools");
        await user.TypeAsync("dotnet new webapi -n Forecast -o shop --no-restore");
        await PublishAsync(user, isSingleFile, "site");
        user.Edit("shop/Program.cs", Old, New);
        await PublishAsync(user, isSingleFile, "site-new");

        await using var site = await LiveSite.StartAsync(user.InFolder("site", "Forecast"));
        await site.SeeAsync(degrees => degrees < 55);
        foreach (var command in ReadmeCommands.OfSection("A process that nobody prepared"))
        {
            var said = await user.RunAsync(user.InFolder("tools", "hotweave"), Fill(command, site.Id));
            if (command.StartsWith("apply", StringComparison.Ordinal))
                await site.SeeAsync(degrees => degrees >= 100);
            else
                await site.SeeAsync(degrees => degrees < 55);
            Assert.DoesNotContain("error", said, StringComparison.Ordinal);
        }

        Assert.Equal([], await site.StopAsync());
    }

    private static Task<string> PublishAsync(UserProject user, bool isSingleFile, string output) => user.DotnetAsync(
        ["publish", "shop", "-c", "Release", "-o", output, .. isSingleFile ? ["--self-contained", "-p:PublishSingleFile=true", "--use-current-runtime"] : Array.Empty<string>()]);

    private static string[] Fill(string command, int process) =>
        [.. command.Replace("<the fixed build>", "site-new", StringComparison.Ordinal).Split(' ').Select(word => word == "N" ? $"{process}" : word)];
}
