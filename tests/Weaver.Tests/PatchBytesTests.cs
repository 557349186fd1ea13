using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What decides over the bytes of a patch, and what does not.</summary>
public class PatchBytesTests
{
    public static TheoryData<string, Configuration, SmallMethods> Cases() => SwapTests.Cases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_builds_give_the_same_bytes(string name, Configuration configuration, SmallMethods smallMethods)
    {
        using var swap = new SwapCase(name, configuration, smallMethods);
        Assert.Equal(swap.MakePatch(swap.Plain2).Bytes, swap.MakePatch(swap.Plain2).Bytes);
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_not_in_the_patch()
    {
        using var swap = new SwapCase("MethodBody", Configuration.Release, source: CaseText.Source("Swaps/MethodBody.cs"));
        // Symbols of another build: the message names the file.
        File.Copy(Path.ChangeExtension(swap.Plain2, ".pdb"), Path.ChangeExtension(swap.Woven1, ".pdb"), true);
        using var elsewhere = new TestDirectory();
        var moved = elsewhere.File(Path.GetFileName(swap.Woven1));
        File.Copy(swap.Woven1, moved);
        File.Copy(Path.ChangeExtension(swap.Woven1, ".pdb"), Path.ChangeExtension(moved, ".pdb"));
        var (here, bytes) = swap.MakePatch(swap.Plain2);
        var output = elsewhere.File("moved.hotpatch");
        var there = PatchMaker.Make(new PatchRequest { BaselinePath = moved, NewPath = swap.Plain2, OutputPath = output, References = [AppContext.BaseDirectory] });
        Assert.NotEqual(here.Diagnostics.Select(static d => d.ToString()), there.Diagnostics.Select(static d => d.ToString()));
        Assert.Equal(bytes, File.ReadAllBytes(output));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Behaviour_63_a_build_has_no_changes_against_itself(string name, Configuration configuration, SmallMethods smallMethods)
    {
        using var swap = new SwapCase(name, configuration, smallMethods);
        foreach (var @new in new[] { swap.Plain1, swap.Woven1 })
        {
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = @new, References = [AppContext.BaseDirectory] });
            Assert.Equal(PatchOutcome.NoChanges, result.Outcome);
            Assert.Empty(result.Edits);
        }
    }
}
