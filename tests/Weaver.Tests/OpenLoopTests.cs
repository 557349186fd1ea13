using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Changed bodies of loops that may run for hours, although nothing says that they wait.</summary>
public class OpenLoopTests
{
    private const string Program = """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
        class T
        {
            int n; public int N() => n;
            async Task<bool> NextAsync() { await Task.Yield(); return n >= 0; }
            MEMBER
        }
        class P { static void Main() { var t = new T(); while (true) { t.N(); Thread.Sleep(1); } } }
        """;

    [Theory]
    [InlineData("public async Task RunAsync() { while (await NextAsync()) { n += VALUE; } }", "T.RunAsync()")]
    [InlineData("public async IAsyncEnumerable<int> RowsAsync() { while (await NextAsync()) yield return n + VALUE; }", "T.RowsAsync()")]
    [InlineData("public IEnumerable<int> Rows() { while (true) yield return n + VALUE; }", "T.Rows()")]
    [InlineData("public IEnumerator<int> Rows() { try { while (true) { if (n < 0) yield break; yield return n + VALUE; } } finally { n = 0; } }", "T.Rows()")]
    [InlineData("public IEnumerable<int> Rows() { foreach (var i in All()) yield return i + VALUE; } IEnumerable<int> All() { while (true) yield return n; }", "T.Rows()")]
    [InlineData("public void Run() { foreach (var i in All()) n += VALUE; } IEnumerable<int> All() { while (true) yield return n; }", "T.Run()")]
    [InlineData("public async Task RunAsync() { await foreach (var i in All()) n += VALUE; } async IAsyncEnumerable<int> All() { while (await NextAsync()) yield return n; }", "T.RunAsync()")]
    [InlineData("public IEnumerable<int> Rows(IEnumerable<int> of) { foreach (var i in of) yield return i + VALUE; }", "T.Rows(IEnumerable`1<Int32>)")]
    [InlineData("public IEnumerable<int> Rows(IReadOnlyList<int> of) { N(); foreach (var i in of) if (i > 0) yield return i + VALUE; }", "T.Rows(IReadOnlyList`1<Int32>)")]
    [InlineData("public IEnumerable<int> Rows() { for (var i = 0; i < 10; i++) { Thread.Sleep(9); yield return i + VALUE; } }", "T.Rows()")]
    [InlineData("public async IAsyncEnumerable<int> Rows() { for (var i = 0; i < 10; i++) { await NextAsync(); yield return i + VALUE; } }", "T.Rows()")]
    [InlineData("public async IAsyncEnumerable<int> Rows(IAsyncEnumerable<int> of) { await foreach (var i in of) if (i < 9) yield return i + VALUE; else if (n > 2) break; N(); }", "T.Rows(IAsyncEnumerable`1<Int32>)")]
    public void Runs_that_may_be_under_way_are_named(string member, string name)
    {
        foreach (var configuration in Enum.GetValues<Configuration>())
            Assert.Equal(name, Assert.Single(Make(member, configuration).Diagnostics, static d => d.Id == "HW3289").Member);
    }

    [Theory]
    [InlineData("public IEnumerable<int> Rows(int[] of) { foreach (var i in of) yield return i + VALUE; }")]
    [InlineData("public IEnumerable<int> Rows(List<int> of) { foreach (var i in of) yield return i + VALUE; }")]
    [InlineData("public IEnumerable<int> Rows() { for (var i = 0; i < 10; i++) yield return i + VALUE; }")]
    [InlineData("public async Task RunAsync() { for (var i = 0; i < 10; i++) { await NextAsync(); n += VALUE; } }")]
    [InlineData("public void Run() { while (n < 10) { n += VALUE; } }")]
    [InlineData("public IEnumerable<int> Two() { yield return VALUE; yield return n; }")]
    [InlineData("public void Run() { foreach (var i in All()) n += VALUE; } IEnumerable<int> All() { for (var i = 0; i < 9; i++) yield return n; }")]
    public void Loops_with_an_end_of_their_own_are_not(string member)
    {
        foreach (var configuration in Enum.GetValues<Configuration>())
            Assert.DoesNotContain(Make(member, configuration).Diagnostics, static d => d.Id is "HW3280" or "HW3289");
    }

    // Versions find each other's methods by name, but not generic ones.
    [Theory]
    [InlineData("public async Task RunAsync() { while (await NextAsync()) CALL; } void Step<U>() { n++; }", true)]
    [InlineData("public IEnumerable<int> Rows() { while (true) { CALL; yield return 1; } } void Step<U>() { n++; }", true)]
    [InlineData("public IEnumerable<int> Rows(IEnumerable<int> of) { foreach (var i in of) { CALL; yield return i; } } void Step<U>() { n++; }", false)]
    public void A_callee_that_later_versions_cannot_find_is_named(string member, bool isNamed)
    {
        var program = Program.Replace("MEMBER", member, StringComparison.Ordinal);
        var result = StartUpTests.Make(
            program.Replace("CALL", "n += 2", StringComparison.Ordinal).Replace("void Step<U>() { n++; }", "", StringComparison.Ordinal),
            program.Replace("CALL", "Step<int>()", StringComparison.Ordinal), Configuration.Release);
        Assert.Equal(isNamed, result.Diagnostics.Any(static d => d.Id == "HW3383" && d.Message.Contains("T.Step<U>()", StringComparison.Ordinal)));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3281");
    }

    private static PatchResult Make(string member, Configuration configuration)
    {
        var program = Program.Replace("MEMBER", member, StringComparison.Ordinal);
        return StartUpTests.Make(program.Replace("VALUE", "1", StringComparison.Ordinal), program.Replace("VALUE", "2", StringComparison.Ordinal), configuration);
    }
}
