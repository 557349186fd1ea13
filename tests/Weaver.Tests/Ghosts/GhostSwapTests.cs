using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Ghosts;

/// <summary>A patch against the copy of a ghost does all that one against a woven build does: added fields in weak tables, bodies in place.</summary>
[Collection("swaps")]
public class GhostSwapTests
{
    // What overrides from outside and added interfaces need are members of loaded types.
    private static readonly string[] s_newMembers = ["OutsideOverrides", "OpenAssembly", "AddedInterfaces"];

    public static TheoryData<string> NewMembers() => new(s_newMembers);

    public static TheoryData<string, Configuration> Cases()
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var name in CaseText.Swaps.Except(s_newMembers))
        {
            data.Add(name, Configuration.Debug);
            data.Add(name, Configuration.Release);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Patched_equals_fresh_and_taken_back_equals_before(string name, Configuration configuration)
    {
        using var swap = Case(name, configuration);
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
    }

    [Theory]
    [MemberData(nameof(NewMembers))]
    public void What_needs_new_members_of_loaded_types_is_refused(string name)
    {
        using var swap = Case(name, Configuration.Release);
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = swap.Plain2, References = [AppContext.BaseDirectory] });
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.Subset(new HashSet<string> { "HW3006", "HW3030" }, result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id).ToHashSet());
    }

    private static SwapCase Case(string name, Configuration configuration)
    {
        var assembly = $"Ghost{name}{configuration}";
        var source = CaseText.Source($"Swaps/{name}.cs");
        return new SwapCase(
            name,
            (sub, version) => Compiler.CSharp(sub, assembly, version == 2 ? "#define V2\n#line 1\n" + source : source, configuration),
            isGhost: true);
    }
}
