using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

/// <summary>What the commands say of types that keep their deployed code by request.</summary>
public sealed class ExceptedTypesTests : IDisposable
{
    private const string ByRequest = @"types that keep their deployed code by request +1 +HW3340";

    private readonly TemporaryFolder _folder = new();
    private readonly string _baseline;
    private readonly string _patch;

    public ExceptedTypesTests()
    {
        var app = _folder.File("app");
        TestApps.Copy(TestApps.Sessions, app);
        ToolRun.Done("weave", app, "--all");
        _baseline = Path.Combine(app, "Sessions.dll");
        _patch = _folder.File("next.hotpatch");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_release_that_no_patch_can_carry_goes_live_without_a_type()
    {
        ToolRun.Refused("HW3022", [.. Patch()]);

        var diff = ToolRun.Done("diff", "--baseline", _baseline, "--new", TestApps.SessionsNext, "--except", "Sessions.Registry");
        Assert.Matches(ByRequest, diff.Output);
        Assert.Contains("verdict: live, the rest at the next start", diff.Output, StringComparison.Ordinal);

        var made = ToolRun.Done([.. Patch(), "--except", "Sessions.Registry"]);
        Assert.Matches(ByRequest, made.Output);
        Assert.Contains("warning HW3340: Sessions.Registry stays behind by request", made.Error, StringComparison.Ordinal);
        Assert.Contains("HW3340", ToolRun.Done("inspect", _patch).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_what_waits()
    {
        var made = ToolRun.Json([.. Patch(), "--except", "*.Registry"]);

        Assert.Equal("live-rest-at-next-start", made.GetProperty("verdict").GetString());
        var waits = Assert.Single(made.GetProperty("waits").EnumerateArray(), static w => w.GetProperty("id").GetString() == "HW3340");
        Assert.Equal(("next-start", "Sessions.Registry"), (waits.GetProperty("kind").GetString(), waits.GetProperty("member").GetString()));
        Assert.DoesNotContain(made.GetProperty("edits").EnumerateArray(), static e => e.GetProperty("type").GetString() == "Sessions.Registry");
    }

    [Fact]
    public void A_strict_patch_has_no_exceptions() => ToolRun.Refused("HW3521", [.. Patch(), "--except", "Sessions.Registry", "--strict"]);

    [Fact]
    public void What_needs_the_new_definition_is_named()
    {
        var run = ToolRun.Refused("HW3341", [.. Patch(), "--except", "Sessions.Session"]);

        Assert.Contains("Sessions.Registry.Show()", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_patch));
    }

    [Fact]
    public void A_pattern_that_names_nothing_is_an_error()
    {
        var run = ToolRun.Refused("HW7067", [.. Patch(), "--except", "Registry"]);

        Assert.Contains("--except Registry names no type", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_patch));
    }

    private string[] Patch() => ["patch", "--baseline", _baseline, "--new", TestApps.SessionsNext, "-o", _patch];
}
