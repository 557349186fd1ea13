using HotWeave.Control.Protocol;
using HotWeave.Tool.Developing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>A program starts as <c>dotnet run</c> would start it.</summary>
public sealed class LaunchProfileTests : IDisposable
{
    private const string Settings = """
        {
          // as templates write it
          "profiles": {
            "IIS Express": { "commandName": "IISExpress", "environmentVariables": { "WHERE": "iis" } },
            "http": { "commandName": "Project", "applicationUrl": "http://localhost:5001", "environmentVariables": { "WHERE": "http" } },
            "batch": { "commandName": "Project", "commandLineArgs": "--batch 7", },
          }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    private ProjectFacts Project => new(_folder.File("shop.csproj"), _folder.File("bin/shop.dll"), "", "", [], false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_that_runs_the_project_is_taken()
    {
        Write(Settings);

        var profile = LaunchProfile.Read(Project, Request(null));

        Assert.Equal("http", profile.Environment["WHERE"]);
        Assert.Equal("http://localhost:5001", profile.Environment["ASPNETCORE_URLS"]);
        Assert.Equal("", profile.Arguments);
    }

    [Fact]
    public void A_named_one_is_taken()
    {
        Write(Settings);

        var profile = LaunchProfile.Read(Project, Request("Batch"));

        Assert.Equal("--batch 7", profile.Arguments);
        Assert.Empty(profile.Environment);
    }

    [Fact]
    public void Without_the_file_there_is_nothing_to_set() => Assert.Empty(LaunchProfile.Read(Project, Request(null)).Environment);

    [Fact]
    public void The_file_is_left_alone_on_request()
    {
        Write("no JSON");

        Assert.Empty(LaunchProfile.Read(Project, Request(null) with { LeavesLaunchSettings = true }).Environment);
    }

    [Theory]
    [InlineData(Settings, "IIS Express")]
    [InlineData(Settings, "none")]
    [InlineData("{ \"profiles\": {", null)]
    [InlineData("[]", null)]
    public void HW7164_what_cannot_be_used_is_named(string text, string? name)
    {
        Write(text);

        var refused = Assert.Throws<RefusedException>(() => LaunchProfile.Read(Project, Request(name)));

        Assert.Equal("HW7164", refused.Diagnostic.Id);
        Assert.Contains("launchSettings.json", refused.Diagnostic.Message, StringComparison.Ordinal);
    }

    private static DevRequest Request(string? profile) => new() { Projects = [], LaunchProfile = profile, Terms = new TurnTerms("", 0, false) };

    private void Write(string text)
    {
        Directory.CreateDirectory(_folder.File("Properties"));
        File.WriteAllText(_folder.File("Properties/launchSettings.json"), text);
    }
}
