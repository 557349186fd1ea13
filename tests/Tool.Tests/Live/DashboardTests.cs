using System.Net;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary><c>hotweave dashboard</c>, as a user starts it: whom it lets in, and what he does to a live process.</summary>
public sealed class DashboardTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly RunningApp _process;

    public DashboardTests() => _process = RunningApp.StartHost(_app.Folder);

    public void Dispose()
    {
        _process.Dispose();
        _app.Dispose();
    }

    [Fact]
    public void It_lets_one_browser_in_and_steers_a_live_process_until_that_ends()
    {
        using var dashboard = RunningDashboard.Start();
        Assert.Equal(HttpStatusCode.Unauthorized, dashboard.Get("/").Status);
        Assert.Contains("HW7060", dashboard.Get("/").Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, dashboard.Get(dashboard.Link.ToString()).Status);
        Assert.Contains($"/{_process.Id}/versions", dashboard.Get("/").Text, StringComparison.Ordinal);
        CheckStrangers(dashboard);

        var check = dashboard.Do(_process.Id, "check", File.ReadAllBytes(_app.MakePatch()));
        Assert.Contains("changed Greet(String)", check, StringComparison.Ordinal);
        Assert.Equal("hello you, number 1", _process.Ask("you"));
        Assert.Contains("apply: done", dashboard.Do(_process.Id, "apply", null, ("upload", RunningDashboard.FindUpload(check))), StringComparison.Ordinal);
        Assert.Equal("good day you, number 2", _process.Ask("you"));
        Assert.Contains("nothing to do", dashboard.Do(_process.Id, "apply", null, ("upload", RunningDashboard.FindUpload(check))), StringComparison.Ordinal);
        Assert.Contains("rollback: done", dashboard.Do(_process.Id, "rollback"), StringComparison.Ordinal);
        Assert.Equal("hello you, number 3", _process.Ask("you"));

        _process.Kill();
        var page = "";
        // What was seen less than a second ago is shown again.
        Assert.True(SpinWait.SpinUntil(() => (page = dashboard.Get($"/{_process.Id}/units").Text).Contains("role=\"alert\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60)), page);
        Assert.Contains("The process does not answer.", page, StringComparison.Ordinal);
        Assert.Contains("units of work run", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_only_it_shows_and_does_nothing()
    {
        using var dashboard = RunningDashboard.Start("--read-only");
        dashboard.Get(dashboard.Link.ToString());
        var page = dashboard.Get($"/{_process.Id}/versions").Text;
        Assert.Contains("Version <strong>0</strong> is current", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dashboard", "--port", "70000")]
    [InlineData("dashboard", "--format", "json")]
    public void A_command_line_without_sense_is_refused(params string[] arguments) => Assert.Equal(2, ToolRun.Of(arguments).ExitCode);

    // A link is used once; another name of the machine, and what a proxy passes on, is refused even with the cookie.
    private static void CheckStrangers(RunningDashboard dashboard)
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = dashboard.Client.BaseAddress };
        using var again = stranger.GetAsync(dashboard.Link).GetAwaiter().GetResult();
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        var next = dashboard.ReadLink();
        Assert.NotEqual(dashboard.Link, next);
        using var other = stranger.GetAsync(next).GetAwaiter().GetResult();
        Assert.Equal(HttpStatusCode.Found, other.StatusCode);
        foreach (var (name, value) in new[] { ("Host", "example.org"), ("X-Forwarded-For", "192.0.2.1") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add(name, value);
            using var answer = dashboard.Client.SendAsync(request).GetAwaiter().GetResult();
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }
}
