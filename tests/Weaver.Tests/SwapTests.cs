using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>A patch makes a running version 1 do what a fresh version 2 does, and taking it back makes it version 1 again.</summary>
[Collection("swaps")]
public class SwapTests
{
    public static TheoryData<string, Configuration, SmallMethods> Cases()
    {
        var data = new TheoryData<string, Configuration, SmallMethods>();
        foreach (var name in CaseText.Swaps)
        {
            data.Add(name, Configuration.Debug, SmallMethods.Accessors);
            data.Add(name, Configuration.Release, SmallMethods.Accessors);
            data.Add(name, Configuration.Release, SmallMethods.Leave);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Patched_equals_fresh_and_taken_back_equals_before(string name, Configuration configuration, SmallMethods smallMethods)
    {
        using var swap = new SwapCase(name, configuration, smallMethods);
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_woven_new_build_gives_the_same_patch(string name, Configuration configuration, SmallMethods smallMethods)
    {
        using var swap = new SwapCase(name, configuration, smallMethods);
        var (result, bytes) = swap.MakePatch(swap.Woven2);
        Assert.Equal(swap.MakePatch(swap.Plain2).Result.Edits.Select(e => (e.Kind, e.Member)), result.Edits.Select(e => (e.Kind, e.Member)));
        await swap.GoesLiveAndBack(bytes);
    }

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
        using var swap = new SwapCase("MethodBody", Configuration.Release);
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

/// <summary>Swaps are a matter of the whole process: one test at a time.</summary>
[CollectionDefinition("swaps", DisableParallelization = true)]
public class OneSwapAtATime;
