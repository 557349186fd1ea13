using System.Net;
using System.Text.RegularExpressions;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary><c>hotweave dashboard --fleet</c>: a fleet's page beside those of processes.</summary>
public sealed partial class FleetDashboardTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _app.Dispose();
    }

    [Fact]
    public void It_begins_with_the_fleet_and_steers_it_and_takes_its_steps()
    {
        var digest = Publish();
        using var dashboard = RunningDashboard.Start("--fleet", "shop", "--store", "file:" + _folder.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, dashboard.Get("/fleet").Status);
        Assert.Equal(HttpStatusCode.Found, dashboard.Get(dashboard.Link.ToString()).Status);
        Assert.Contains("the deployed build</strong> is what all instances shall run", dashboard.Get("/fleet").Text, StringComparison.Ordinal);

        var refused = Post(dashboard, "rollout", "another token", ("digest", digest), ("waves", "100%"));
        Assert.True(refused.Status == HttpStatusCode.BadRequest && refused.Text.Contains("HW7054", StringComparison.Ordinal), refused.Text);
        var senseless = Post(dashboard, "rollout", FindToken(dashboard), ("digest", digest), ("waves", "half"));
        Assert.True(senseless.Status == HttpStatusCode.BadRequest && senseless.Text.Contains("'waves'", StringComparison.Ordinal), senseless.Text);

        Assert.Equal(HttpStatusCode.SeeOther, Post(dashboard, "rollout", FindToken(dashboard), ("digest", digest), ("waves", "1,100%")).Status);
        Assert.Contains("Roll-out 1 of", dashboard.Get("/fleet").Text, StringComparison.Ordinal);
        var second = Post(dashboard, "rollout", FindToken(dashboard), ("digest", digest), ("waves", "100%"));
        Assert.True(second.Status == HttpStatusCode.Conflict && second.Text.Contains("HW8405", StringComparison.Ordinal), second.Text);
        Assert.Equal(HttpStatusCode.SeeOther, Post(dashboard, "pause", FindToken(dashboard)).Status);
        Assert.Contains(">Resume</button>", dashboard.Get("/fleet").Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, Post(dashboard, "abort", FindToken(dashboard)).Status);

        // There is no instance, so it has come back when the dashboard itself has taken that step.
        var page = "";
        Assert.True(
            SpinWait.SpinUntil(() => (page = dashboard.Get("/fleet").Text).Contains("aborted", StringComparison.Ordinal), TimeSpan.FromSeconds(60)), page);
        Assert.Contains("ended it", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_only_it_shows_the_fleet_and_does_nothing()
    {
        Publish();
        using var dashboard = RunningDashboard.Start("--read-only", "--fleet", "shop", "--store", "file:" + _folder.Path);
        dashboard.Get(dashboard.Link.ToString());

        Assert.DoesNotContain("<form", dashboard.Get("/fleet").Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, Post(dashboard, "abort", "").Status);
    }

    [Fact]
    public void HW8402_a_fleet_needs_a_store() => ToolRun.Refused("HW8402", "dashboard", "--fleet", "shop", "--store", "http://here");

    private string Publish()
    {
        var published = ToolRun.Json("fleet", "publish", _app.MakePatch(), "--app", "shop", "--store", "file:" + _folder.Path);
        return published.GetProperty("digest").GetString()!;
    }

    private static string FindToken(RunningDashboard dashboard) => Token().Match(dashboard.Get("/fleet").Text).Groups[1].Value;

    private static (HttpStatusCode Status, string Text) Post(
        RunningDashboard dashboard, string operation, string token, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            [new("token", token), .. fields.Select(static f => new KeyValuePair<string, string>(f.Name, f.Value))]);
        using var answer = dashboard.Client.PostAsync(new Uri($"/fleet/do/{operation}", UriKind.Relative), form).GetAwaiter().GetResult();
        return (answer.StatusCode, answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
