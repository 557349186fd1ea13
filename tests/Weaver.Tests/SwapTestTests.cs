using System.Reflection;
using HotWeave.Testing;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>The package that lets users test in their own suite that a change goes live.</summary>
[Collection("swaps")]
public sealed class SwapTestTests : IDisposable
{
    private const string Old = "public class Prices { public static string Of(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += i; return \"old \" + sum; } }";
    private const string New = "public class Prices { public static string Of(int n) { var sum = 1; for (var i = 0; i < n; i++) sum += i; return \"new \" + sum; } }";

    private readonly TestDirectory _directory = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_build_goes_live_and_back_woven_or_not(bool isWoven)
    {
        var old = Build("old", Old);
        using var swap = SwapTest.Create(isWoven ? Weaving.All(old, _directory.Sub("woven")) : old, Build("new", New));
        Assert.Equal(PatchVerdict.Live, swap.Patch.Verdict);
        await swap.GoesLiveAndBackAsync(Observe);
    }

    [Fact]
    public async Task A_live_answer_that_no_fresh_process_gives_fails()
    {
        using var swap = SwapTest.Create(Build("old", Old), Build("new", New));
        var asked = 0;
        var failure = await Assert.ThrowsAsync<SwapTestException>(() => swap.GoesLiveAndBackAsync(a => Observe(a) + (++asked == 4 ? "!" : "")));
        Assert.Contains("with the patch, round 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("fresh: new 4\nlive:  new 4!", failure.Message, StringComparison.Ordinal);
        await swap.GoesLiveAndBackAsync(Observe); // the failed session has rolled back
    }

    [Fact]
    public async Task A_test_that_sees_no_difference_fails()
    {
        using var swap = SwapTest.Create(Build("old", Old), Build("new", New));
        Assert.Contains("would see no swap", (await Assert.ThrowsAsync<SwapTestException>(() => swap.GoesLiveAndBackAsync(static _ => "same"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_go_live_is_said_with_its_code()
    {
        var (old, @new) = (Build("old", Old), Build("new", New.Replace("class Prices", "class Prices : System.Attribute", StringComparison.Ordinal)));
        Assert.Contains("HW3005", Assert.Throws<SwapTestException>(() => SwapTest.Create(old, @new)).Message, StringComparison.Ordinal);
        Assert.Equal(PatchVerdict.Restart, SwapTest.Compare(old, @new).Verdict);
    }

    [Fact]
    public void Equal_builds_have_nothing_to_swap()
    {
        var old = Build("old", Old);
        Assert.Contains("does the same", Assert.Throws<SwapTestException>(() => SwapTest.Create(old, old)).Message, StringComparison.Ordinal);
        Assert.Equal(PatchOutcome.NoChanges, SwapTest.Compare(old, old).Outcome);
    }

    [Fact]
    public void A_missing_build_is_named() =>
        Assert.Contains("missing.dll", Assert.Throws<SwapTestException>(() => SwapTest.Create(_directory.File("missing.dll"), Build("new", New))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_patch_file_runs_in_a_session_and_sessions_wait_for_each_other()
    {
        using var swap = SwapTest.Create(Build("old", Old), Build("new", New));
        var first = await swap.StartAsync();
        await first.ApplyAsync();
        var second = swap.StartAsync();
        Assert.False(second.IsCompleted);
        Assert.Equal("new 4", Observe(first.Assembly));
        await first.DisposeAsync();
        Assert.Equal("old 3", Observe(first.Assembly));
        await using var session = await second;
        Assert.Equal("old 3", Observe(session.Assembly));
    }

    [Fact]
    public async Task Projects_are_built_with_properties_and_failures_are_told()
    {
        var project = _directory.Sub("project").File("Shop.csproj");
        await File.WriteAllTextAsync(project, """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><DefineConstants>$(Extra)</DefineConstants></PropertyGroup></Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(project)!, "Prices.cs"), $"#if NEW\n{New}\n#elif BROKEN\nnonsense\n#else\n{Old}\n#endif");
        var old = await ProjectBuild.BuildAsync(project, _directory.File("out1"));
        var @new = await ProjectBuild.BuildAsync(project, _directory.File("out2"), new Dictionary<string, string> { ["Extra"] = "NEW" });
        Assert.Equal(_directory.File("out1/Shop.dll"), old);
        Assert.Equal(PatchVerdict.Live, SwapTest.Compare(old, @new).Verdict);
        var failure = await Assert.ThrowsAsync<SwapTestException>(() => ProjectBuild.BuildAsync(project, _directory.File("out3"), new Dictionary<string, string> { ["Extra"] = "BROKEN" }));
        Assert.Contains("Prices.cs", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static string Observe(Assembly assembly) => (string)assembly.GetType("Prices", throwOnError: true)!.GetMethod("Of")!.Invoke(null, [3])!;

    private string Build(string folder, string source) => Compiler.CSharp(_directory.Sub(folder), "Shop", source, Configuration.Release);
}
