using System.Globalization;
using System.Text.Json;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>A patch that goes live only while no object of some classes is alive: the tool looks at the heap of the process.</summary>
public sealed class HeapLookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _app;
    private readonly string _patch;
    private RunningApp _process;

    public HeapLookTests()
    {
        _app = _folder.File("app");
        TestApps.Copy(TestApps.Sessions, _app);
        ToolRun.Done("weave", _app, "--all");
        _patch = _folder.File("next.hotpatch");
        ToolRun.Done("patch", "--baseline", Path.Combine(_app, "Sessions.dll"), "--new", TestApps.SessionsNext, "-o", _patch, "--if-none-alive");
        _process = Start();
    }

    private string Pid => _process.Id.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Where_none_is_alive_it_goes_live_and_back_and_forward_again()
    {
        // What nobody refers to is no object: it is collected before anything is counted.
        Assert.Equal("dropped", _process.Ask("garbage"));
        AssertApplied();
        Assert.Equal("1", _process.Ask("anna"));
        Assert.Equal("anna of Session with anna0", _process.Ask("show"));

        ToolRun.Done("rollback", "--pid", Pid);
        Assert.Equal("anna of Session", _process.Ask("show"));
        AssertRefused("HW6531", "there are: 1 of Sessions.Session.");
        Assert.Equal("none", _process.Ask("forget"));
        AssertApplied();
        Assert.Equal("1", _process.Ask("bert"));
        Assert.Equal("bert of Session with bert0", _process.Ask("show"));
    }

    [Theory]
    [InlineData("anna", "1 of Sessions.Session")]
    [InlineData("array", "1 of Sessions.Session")]
    [InlineData("pooled", "1 of Sessions.Pool`1+Pooled")]
    // A class that only another assembly has, which the patch does not change.
    [InlineData("derived", "1 of Derived")]
    public void HW6531_objects_are_named_and_counted(string made, string alive)
    {
        Assert.Equal("1", _process.Ask(made));
        AssertRefused("HW6531", $"there are: {alive}.");
        Assert.Equal("none", _process.Ask("forget"));
        AssertApplied();
    }

    [Fact]
    public void HW6531_what_only_a_finalizer_will_see_is_alive_until_it_has_run()
    {
        Assert.Equal("1", _process.Ask("watched"));
        Assert.Equal("none", _process.Ask("forget"));
        AssertRefused("HW6531", "there are: 1 of Sessions.Watched.");
        Assert.Equal("finalized", _process.Ask("finalizers"));
        AssertApplied();
    }

    [Fact]
    public void HW6530_without_the_option_it_is_refused_and_the_option_named()
    {
        var refused = Assert.Single(ToolRun.Json("apply", _patch, "--pid", Pid).GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("HW6530", refused.GetProperty("id").GetString());
        Assert.Contains("hotweave apply --if-none-alive", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("HW6530", Assert.Single(ToolRun.Json("apply", _patch, "--pid", Pid, "--check").GetProperty("diagnostics").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("checked", ToolRun.Json("apply", _patch, "--pid", Pid, "--check", "--if-none-alive").GetProperty("outcome").GetString());
    }

    [Fact]
    public void Several_processes_go_together_or_not_at_all()
    {
        using var other = Start();
        var otherPid = other.Id.ToString(CultureInfo.InvariantCulture);
        Assert.Equal("1", other.Ask("anna"));
        Assert.Equal("refused", ToolRun.Json("apply", _patch, "--pid", Pid, otherPid, "--if-none-alive").GetProperty("outcome").GetString());
        Assert.Equal(0, ToolRun.Json("status", "--pid", Pid).GetProperty("current").GetInt32());
        Assert.Equal("none", other.Ask("forget"));
        Assert.Equal("applied", ToolRun.Json("apply", _patch, "--pid", Pid, otherPid, "--if-none-alive").GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("DOTNET_gcServer", "1")]
    [InlineData("DOTNET_gcConcurrent", "0")]
    [InlineData("DOTNET_TieredPGO", "0")]
    public void Whatever_the_collector_all_are_seen(string setting, string value)
    {
        _process.Dispose();
        _process = Start((setting, value));
        Assert.Equal("filled", _process.Ask("ballast 20"));
        Assert.Equal("1", _process.Ask("anna"));
        AssertRefused("HW6531", "there are: 1 of Sessions.Session.");
        Assert.Equal("none", _process.Ask("forget"));
        AssertApplied();
    }

    private RunningApp Start(params (string Name, string Value)[] environment) => RunningApp.Start(Path.Combine(_app, "SessionsHost"), [], environment);

    private void AssertApplied()
    {
        var applied = ToolRun.Json("apply", _patch, "--pid", Pid, "--if-none-alive");
        Assert.True(applied.GetProperty("outcome").GetString() == "applied", applied.ToString());
        Assert.Equal("Quiescent", applied.GetProperty("mode").GetString());
        var census = applied.GetProperty("census");
        Assert.InRange(census.GetProperty("objects").GetInt64(), 100, long.MaxValue);
        Assert.Equal(JsonValueKind.Number, census.GetProperty("pauseMs").ValueKind);
    }

    private void AssertRefused(string code, string part)
    {
        var before = ToolRun.Json("status", "--pid", Pid).GetProperty("current").GetInt32();
        var refused = Assert.Single(ToolRun.Json("apply", _patch, "--pid", Pid, "--if-none-alive").GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(code, refused.GetProperty("id").GetString());
        Assert.Contains(part, refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, ToolRun.Json("status", "--pid", Pid).GetProperty("current").GetInt32());
    }
}
