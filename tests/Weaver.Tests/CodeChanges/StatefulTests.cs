using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Which patches change what state means, and what that asks for.</summary>
[Collection("swaps")]
public class StatefulTests
{
    private const string Runs = """
        [Swappable] public static class Test
        {
            private static readonly Thing thing = new Thing();
            public static void Run(TextWriter output) => output.Write(thing.Show());
        }

        """;

    [Theory]
    [InlineData("deleted", "public int Kept = 1; public string Show() => \"1\" + Kept + ToString();", "public string Show() => \"2\" + ToString();", "Thing.Kept was deleted", true)]
    [InlineData("retyped", "private int kept = 1; public string Show() => \"1\" + kept + ToString();", "private long kept = 2; public string Show() => \"2\" + kept + ToString();", "Thing.kept changed its type from System.Int32 to System.Int64", true)]
    [InlineData("equality", "public override int GetHashCode() => ToString()!.Length + 1; public string Show() => \"1\" + GetHashCode();", "public override int GetHashCode() => ToString()!.Length + 2; public string Show() => \"1\" + GetHashCode();", "Thing.GetHashCode() changed", false)]
    [InlineData("lock", "private readonly object a = new(), b = new(); public string Show() { lock (a) return \"1\" + b; }", "private readonly object a = new(), b = new(); public string Show() { lock (b) return \"1\" + a; }", "Thing.Show() locks on Thing.b instead of Thing.a", false)]
    public void Stateful_edits_are_recognised(string what, string one, string two, string text, bool isOneWay)
    {
        Assert.NotEmpty(what);
        using var changing = new ChangingCase(Two(one, two));
        var state = PatchFile.Read(changing.Patch(2)).Manifest.State;
        var edit = Assert.Single(state.Edits);
        Assert.Equal((text, isOneWay), (edit.Text, edit.IsOneWay));
        Assert.Equal([text], changing.Make(2).State);
    }

    [Theory]
    [InlineData("public string Show() => \"1\" + ToString();", "public string Show() => \"2\" + ToString();")]
    [InlineData("private int kept = 1; public string Show() => \"1\" + kept;", "private int kept = 1; private int more = 2; public string Show() => \"2\" + kept + more;")]
    [InlineData("private readonly object a = new(); public string Show() { lock (a) return \"1\"; }", "private readonly object a = new(); public string Show() { lock (a) return \"2\"; }")]
    public void Other_edits_are_not_stateful(string one, string two)
    {
        using var changing = new ChangingCase(Two(one, two));
        Assert.Empty(PatchFile.Read(changing.Patch(2)).Manifest.State.Edits);
    }

    [Fact]
    public async Task HW6501_and_HW6503_a_stateful_patch_asks_for_quiescence_and_has_no_way_back_without_hooks()
    {
        using var changing = new ChangingCase(Two("private int kept = 1; public string Show() => \"1\" + kept;", "private long kept = 2; public string Show() => \"2\" + kept;"));
        Assert.Equal("11", changing.Run());
        var e = await changing.RefusedAsync("HW6501", 2, new SwapOptions { Mode = SwapMode.Immediate });
        Assert.Contains("Thing.kept changed its type", e.Message, StringComparison.Ordinal);
        Assert.Equal("11", changing.Run());
        var result = await changing.ApplyAsync(2, new SwapOptions { Mode = SwapMode.Immediate, SharedState = true });
        Assert.Equal(SwapMode.Immediate, result.Mode);
        Assert.Equal("22", changing.Run());

        var back = await Assert.ThrowsAsync<SwapException>(() => HotSwap.RollbackAsync(changing.Before));
        Assert.Equal("HW6503", back.Code);
        Assert.Equal("22", changing.Run());
        result = await HotSwap.RollbackAsync(changing.Before, new SwapOptions { AcceptState = true });
        Assert.Equal(SwapMode.Quiescent, result.Mode);
        Assert.Equal("11", changing.Run());
    }

    [Fact]
    public async Task HW6503_a_hook_that_leads_up_only_has_no_way_back()
    {
        using var changing = new ChangingCase(Two(
            "private int kept = 1; public string Show() => \"1\" + kept;",
            "private long more; public string Show() => \"2\" + more; [CodeChange(UpOnly = true)] private void Change(CodeChangeContext change) { more = change.Get<int>(\"kept\") + 4; }",
            "[Swappable(Track = true)]"));
        Assert.Equal("11", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("25", changing.Run());
        var e = await Assert.ThrowsAsync<SwapException>(() => HotSwap.RollbackAsync(changing.Before));
        Assert.Equal("HW6503", e.Code);
        Assert.Contains("Thing.Change(CodeChangeContext) leads up only", e.Message, StringComparison.Ordinal);
        await HotSwap.RollbackAsync(changing.Before, new SwapOptions { AcceptState = true });
        Assert.Equal("11", changing.Run());
    }

    [Fact]
    public async Task HW6208_does_not_advise_a_mode_that_a_change_of_state_is_refused_in()
    {
        using var changing = new ChangingCase(Two(
            "private int kept = 1; public string Show() => \"1\" + kept + ToString();",
            "private long kept = 2; public string Show() => \"2\" + kept + ToString();"));
        using var unit = await UnitOfWork.EnterAsync("holds");
        var e = await changing.RefusedAsync("HW6208", 2, new SwapOptions { Timeout = TimeSpan.FromMilliseconds(20) });
        Assert.EndsWith("with a longer timeout or with their cancellation.", e.Message, StringComparison.Ordinal);
        await changing.RefusedAsync("HW6501", 2, new SwapOptions { Mode = SwapMode.UnitOfWork });
    }

    [Fact]
    public async Task HW6501_code_change_is_not_shared()
    {
        using var changing = new ChangingCase(Two(
            "private int kept = 1; public string Show() => \"1\" + kept;",
            "private long more; public string Show() => \"2\" + more; [CodeChange] private void Change(CodeChangeContext change) { more = change.From; }",
            "[Swappable(Track = true)]"));
        await changing.RefusedAsync("HW6501", 2, new SwapOptions { Mode = SwapMode.UnitOfWork, SharedState = true });
    }

    [Theory]
    [InlineData("[CodeChange] private int Change(CodeChangeContext change) => 1;", "HW3301")]
    [InlineData("[CodeChange] private void Change() { }", "HW3301")]
    [InlineData("[CodeChange] private async void Change(CodeChangeContext change) { await System.Threading.Tasks.Task.Yield(); }", "HW3301")]
    [InlineData("[AfterSwap] private void Change() { }", "HW3301")]
    [InlineData("[BeforeSwap] private static int Change() => 1;", "HW3301")]
    [InlineData("[InitializeExisting(\"nothing\")] private int Change() => 1;", "HW3301")]
    [InlineData("[CodeChange(From = 2, To = 2)] private void Change(CodeChangeContext change) { }", "HW3302")]
    [InlineData("[CodeChange(From = 1)] private void Change(CodeChangeContext change) { }", "HW3302")]
    [InlineData("[CodeChange] private void A(CodeChangeContext c) { _ = c.IsUp; } [CodeChange] private void B(CodeChangeContext c) { _ = c.IsUp; }", "HW3303")]
    [InlineData("[CodeChange(From = 1, To = 2)] private void Change(CodeChangeContext change) { _ = change.IsUp; }", "HW3305")]
    [InlineData("[CodeChange] private void Change(CodeChangeContext change) { change.Get<int>(\"x\"); }", "HW3307")]
    public void Behaviour_54_hooks_that_cannot_be_called_are_refused_when_the_patch_is_made(string hook, string code, string mark = "[Swappable(Track = true)]")
    {
        using var changing = new ChangingCase(Two("public string Show() => \"1\";", "public string Show() => \"2\"; " + hook, mark));
        var result = changing.Make(2);
        var reported = Assert.Single(result.Diagnostics, d => d.Id == code);
        Assert.Equal(reported.Severity == DiagnosticSeverity.Error ? PatchOutcome.Failed : PatchOutcome.Made, result.Outcome);
        Assert.Contains("Thing", reported.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HW3304_hooks_that_the_baseline_has_stay_in_the_source()
    {
        using var changing = new ChangingCase(Two(
            "public string Show() => \"1\"; [CodeChange] private void Change(CodeChangeContext change) { _ = change.IsUp; }", "public string Show() => \"2\" + ToString();", "[Swappable(Track = true)]"));
        Assert.Contains(changing.Make(2).Diagnostics, static d => d.Id == "HW3304");
    }

    private static string Two(string one, string two, string mark = "[Swappable]") =>
        Runs + $"{mark} public class Thing\n{{\n#if V2\n{two}\n#else\n{one}\n#endif\n}}";
}
