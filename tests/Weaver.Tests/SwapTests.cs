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
}

/// <summary>Swaps are a matter of the whole process: one test at a time.</summary>
[CollectionDefinition("swaps", DisableParallelization = true)]
public class OneSwapAtATime;
