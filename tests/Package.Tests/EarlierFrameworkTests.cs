using System.Runtime.InteropServices;
using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>
/// On earlier runtimes, trimmed: objects, delegates, a unit of work and a waiting loop live through three versions with added fields, an added
/// interface, an override and code change, and back.
/// </summary>
public sealed class EarlierFrameworkTests
{
    private static readonly string s_target = RuntimeInformation.RuntimeIdentifier;

    [Theory]
    [InlineData("net8.0", "8.0")]
    [InlineData("net9.0", "9.0")]
    public async Task State_and_running_code_go_through_three_versions_and_back(string framework, string version)
    {
        using var app = await UserProject.CopyOfAsync("Life");
        string[] settings = ["-c", "Release", "-r", s_target, $"-p:Framework={framework}"];
        var one = app.InFolder("one");
        await app.DotnetAsync(["publish", .. settings, "-o", one, "--self-contained=true", "-p:PublishTrimmed=true", "-p:TreatWarningsAsErrors=true"]);
        // Trimming leaves the woven code as the build made it, and that is what a deployment keeps.
        Directory.CreateDirectory(app.InFolder("deployed"));
        File.Copy(app.InFolder("obj", "Release", framework, s_target, "Life.dll"), app.InFolder("deployed", "Life.dll"));
        var second = await PatchAsync("two", "V2");
        var third = await PatchAsync("three", "V2%3BV3", $"-p:HotWeaveEarlierPatches={second}");

        var program = Path.Combine(one, OperatingSystem.IsWindows() ? "Life.exe" : "Life");
        Assert.Equal(
            [
                $"on {version}",
                "begun: 150; handled by one; a message answered by one; ONE and ONE; 1 a",
                "in mode UnitOfWork",
                "a job over the border: ONE and ONE",
                "two: 300; handled by two; a message answered by two; TWO and TWO; 3 b",
                "can be disposed of: True",
                "account with 2 bookings of 101",
                "in mode Quiescent",
                "three: 4500; handled by three; a message answered by three; THREE and THREE; 3 b",
                "one again: 600; handled by one; a message answered by one; ONE and ONE; 1 a",
            ],
            Lines(await app.RunAsync(program, second, third)));

        var environment = $"HOTWEAVE_PATCHES={app.InFolder("confirmed")}";
        Assert.Equal("confirmed with 0 warnings", Lines(await app.RunAsync("env", environment, program, second, third, "confirm"))[^1]);
        Assert.Equal(
            "begun: 1500; handled by three; a message answered by three; THREE and THREE; 3 b",
            Lines(await app.RunAsync("env", environment, program))[^1]);

        async Task<string> PatchAsync(string name, string versions, params string[] more)
        {
            await app.BuildAsync([.. settings, "-o", app.InFolder(name), $"-p:Versions={versions}", $"-p:HotWeaveBaseline={app.InFolder("deployed")}", .. more]);
            return app.InFolder(name, "Life.hotpatch");
        }
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
