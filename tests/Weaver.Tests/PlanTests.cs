using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What a patch will be is planned before it is made: who answers for what new code names, as committed text, and what comparing says without a patch.</summary>
public sealed class PlanTests
{
    public static TheoryData<string> Swaps() => [.. CaseText.Swaps];

    [Theory]
    [InlineData("Accessors")]
    [InlineData("Callers")]
    [InlineData("Calls")]
    [InlineData("Constrained")]
    [InlineData("Initialisers")]
    [InlineData("Loops")]
    [InlineData("Members")]
    [InlineData("Moved")]
    [InlineData("Refused")]
    [InlineData("Slots")]
    [InlineData("Trees")]
    public void Plan_says_who_answers(string name)
    {
        using var directory = new TestDirectory();
        var source = CaseText.Source($"Plans/{name}.cs");
        var plain = Compiler.CSharp(directory.Sub("1"), name, source, Configuration.Release);
        var @new = Compiler.CSharp(directory.Sub("2"), name, "#define V2\n#line 1\n" + source, Configuration.Release);
        var woven = Weaving.All(plain, directory.Sub("woven"));
        Snapshot.Matches("Plans/" + name, PlanOf(woven, @new));
    }

    // To the byte: a plan of the same builds is the same plan.
    [Fact]
    public void Plan_is_the_same_each_time()
    {
        using var swap = new SwapCase("AddedInTrees", Configuration.Release);
        Assert.Equal(PlanOf(swap.Woven1, swap.Plain2), PlanOf(swap.Woven1, swap.Plain2));
    }

    [Theory]
    [MemberData(nameof(Swaps))]
    public void Comparing_says_what_making_a_patch_says(string name)
    {
        using var swap = new SwapCase(name, Configuration.Release);
        using var directory = new TestDirectory();
        var request = new PatchRequest { BaselinePath = swap.Woven1, NewPath = swap.Plain2, References = [AppContext.BaseDirectory] };
        var compared = PatchMaker.Make(request);
        var made = PatchMaker.Make(request with { OutputPath = directory.File("p.hotpatch") });
        Assert.Equal(made.Outcome, compared.Outcome);
        Assert.Equal(made.Edits, compared.Edits);
        Assert.Equal(MessagesOf(made), MessagesOf(compared));
        Assert.Equal(made.Dependencies, compared.Dependencies);
        Assert.Equal(made.State.Concat(made.Hooks), compared.State.Concat(compared.Hooks));
        Assert.NotNull(made.PatchId);
        Assert.Null(compared.PatchId);
    }

    // Which methods of added types get no stub is known when they are woven.
    private static IEnumerable<string> MessagesOf(PatchResult result) =>
        result.Diagnostics.Where(static d => d.Severity != DiagnosticSeverity.Info).Select(static d => d.ToString());

    private static string PlanOf(string woven, string @new)
    {
        string? plan = null;
        PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, References = [AppContext.BaseDirectory],
            Planned = text => plan = text });
        return plan ?? throw new InvalidOperationException("nothing was planned");
    }
}
