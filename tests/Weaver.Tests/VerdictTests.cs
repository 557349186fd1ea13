using HotWeave.Weaver.Diagnostics;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests;

/// <summary>What a comparison comes to in one word follows from what its messages mean.</summary>
public class VerdictTests
{
    [Theory]
    [InlineData(PatchOutcome.Made, PatchVerdict.Live)]
    [InlineData(PatchOutcome.Made, PatchVerdict.Live, DiagnosticKind.Fact)]
    [InlineData(PatchOutcome.NoChanges, PatchVerdict.NothingToDo, DiagnosticKind.Fact)]
    [InlineData(PatchOutcome.Made, PatchVerdict.LiveWithRemarks, DiagnosticKind.Remark)]
    [InlineData(PatchOutcome.Made, PatchVerdict.LiveRestAtNextStart, DiagnosticKind.Remark, DiagnosticKind.NextStart)]
    [InlineData(PatchOutcome.NoChanges, PatchVerdict.LiveRestAtNextStart, DiagnosticKind.NextStart)]
    [InlineData(PatchOutcome.Failed, PatchVerdict.Restart, DiagnosticKind.Edit, DiagnosticKind.NextStart)]
    [InlineData(PatchOutcome.Failed, PatchVerdict.None, DiagnosticKind.Edit, DiagnosticKind.Input)]
    [InlineData(PatchOutcome.Failed, PatchVerdict.None, DiagnosticKind.Output)]
    [InlineData(PatchOutcome.Failed, PatchVerdict.LiveWithRemarks, DiagnosticKind.Remark, DiagnosticKind.Policy)]
    [InlineData(PatchOutcome.Failed, PatchVerdict.Restart, DiagnosticKind.Policy, DiagnosticKind.Edit)]
    public void The_gravest_kind_decides(PatchOutcome outcome, PatchVerdict verdict, params DiagnosticKind[] kinds) =>
        Assert.Equal(
            verdict, PatchVerdicts.Judge(outcome, [.. kinds.Select(static k => new DiagnosticDescriptor("HW0000", k, SeverityOf(k), "").With())]));

    [Theory]
    [InlineData("private int Gone() { LONG }")]
    [InlineData("private static async System.Threading.Tasks.Task Gone() { await System.Threading.Tasks.Task.Yield(); }")]
    [InlineData("private int Gone => 4;")]
    [InlineData("private const int Gone = 4;")]
    [InlineData("private int Gone() { LONG } public int G() { LONG + Gone() }", "public int G() { LONG }")]
    public void What_nobody_can_miss_is_no_remark(string gone, string rest = "")
    {
        var (result, written) = Make($"class T {{ {gone} public int F() {{ LONG }} }}", $"class T {{ {rest} public int F() {{ LONG }} }}", isStrict: true);
        Assert.True(result.Verdict == (written ? PatchVerdict.Live : PatchVerdict.NothingToDo), string.Join("\n", result.Diagnostics));
        Assert.Equal(rest.Length > 0, written);
    }

    [Theory]
    [InlineData("[System.Obsolete] private int Gone() { LONG }")]
    [InlineData("private int Gone() { LONG } public object? H() => typeof(T).GetMethod(\"Gone\", (System.Reflection.BindingFlags)36)?.Name + ToString();")]
    [InlineData("private int Gone => 4; public object? H() => typeof(T).GetProperty(\"Gone\", (System.Reflection.BindingFlags)36)?.Name + ToString();")]
    [InlineData("private int Gone() { LONG } [System.ComponentModel.DefaultValue(\"Gone\")] public int P;")]
    public void What_is_found_by_name_or_attribute_is_missed(string before)
    {
        var after = before.Substring(Math.Max(0, before.IndexOf("public", StringComparison.Ordinal)));
        var (result, _) = Make($"class T {{ {before} public int F() {{ LONG }} }}", $"class T {{ {(after == before ? "" : after)} public int F() {{ LONG }} }}");
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3204");
    }

    [Theory]
    [InlineData("class T { public int Gone() { LONG } public int F() { LONG } }", "class T { public int F() { LONG } }")]
    [InlineData("class Gone { } class T { public int F() { LONG } }", "class T { public int F() { LONG } }")]
    public void Where_only_what_nobody_calls_is_gone_no_patch_is_needed(string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.True(result.Outcome == PatchOutcome.NoChanges, string.Join("\n", result.Diagnostics));
        Assert.Equal(
            (false, PatchVerdict.LiveWithRemarks, EditKind.Deleted), (written, result.Verdict, Assert.Single(result.Edits).Kind));
    }

    [Theory]
    [InlineData("class T { public int F() { LONG } }", "class T { public int G() => 1; public int F() { LONG + 1 } }")]
    [InlineData("class T { public int F() { LONG } }", "[System.Obsolete] class T { public int F() { LONG } }")]
    public void HW3521_a_strict_comparison_takes_no_remark(string before, string after)
    {
        var (result, written) = Make(before, after, isStrict: true);
        Assert.Equal((PatchOutcome.Failed, PatchVerdict.LiveWithRemarks, false), (result.Outcome, result.Verdict, written));
        Assert.Contains("; 1 of this change would not", Assert.Single(result.Diagnostics, static d => d.Id == "HW3521").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "class Added { public int G() { LONG } }")]
    [InlineData("enum E { A }", "enum E { A } delegate void Added();")]
    public void What_is_new_and_used_by_nothing_deployed_leaves_nothing_to_do(string before, string after)
    {
        const string Kept = "class T { int F() { LONG } } ";
        var (result, written) = Make(Kept + before, Kept + after, isStrict: true);
        Assert.Equal((PatchOutcome.NoChanges, PatchVerdict.NothingToDo, false), (result.Outcome, result.Verdict, written));
        Assert.Equal(EditKind.Added, Assert.Single(result.Edits).Kind);
    }

    [Fact]
    public void A_change_that_only_waits_needs_a_restart()
    {
        var (result, written) = Make("class T { static int f = 1; int F() { LONG + f } }", "class T { static int f = 2; int F() { LONG + f } }");
        Assert.Equal((PatchOutcome.Failed, PatchVerdict.Restart, false), (result.Outcome, result.Verdict, written));
        Assert.Contains("T.f", Assert.Single(result.Diagnostics, static d => d.Id == "HW3507").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[HotWeave.CodeChange(From = 0, To = 1)] static void Up(HotWeave.CodeChangeContext c) { }", PatchVerdict.LiveWithRemarks, "HW3307")]
    [InlineData("[HotWeave.CodeChange(From = 0, To = 1)] static void Up(int c) { }", PatchVerdict.Restart, "HW3301")]
    public void Hooks_count_in_the_verdict(string hook, PatchVerdict verdict, string code)
    {
        var (result, written) = Make("class T { int F() { LONG } }", $"class T {{ {hook} int F() {{ LONG + 1 }} }}", isStrict: true);
        Assert.Equal((verdict, false), (result.Verdict, written));
        Assert.Equal(DiagnosticKind.Hook, Assert.Single(result.Diagnostics, d => d.Id == code).Kind);
    }

    [Fact]
    public void A_strict_comparison_takes_what_has_no_remark()
    {
        var (result, written) = Make("class T { public int F() { LONG } }", "class T { public int F() { LONG + 1 } }", isStrict: true);
        Assert.Equal((PatchOutcome.Made, PatchVerdict.Live, true), (result.Outcome, result.Verdict, written));
    }

    private static DiagnosticSeverity SeverityOf(DiagnosticKind kind) => kind switch
    {
        DiagnosticKind.Fact => DiagnosticSeverity.Info,
        DiagnosticKind.Remark or DiagnosticKind.NextStart => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Error,
    };
}
