using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using HotWeave.Weaver.Tests.Harness;
using Xunit;
using Configuration = HotWeave.Weaver.Tests.Harness.Configuration;

namespace HotWeave.Weaver.Tests.Properties;

/// <summary>What holds for every program and every edit of it.</summary>
/// <remarks><c>HOTWEAVE_PROPERTY_CASES</c> sets how many random programs are tried, <c>HOTWEAVE_PROPERTY_SEED</c> where they begin; with <c>HOTWEAVE_PROPERTY_SHRINK=0</c> the first failure is shown as it is.</remarks>
[Collection("swaps")]
public class PatchProperties
{
    [Fact]
    public void Random_edits_of_random_programs_go_live_and_back()
    {
        var numbers = Gen.ListOf(Gen.Choose(0, 1000)).Select(static list => list.ToArray());
        var property = Prop.ForAll(
            Arb.From(numbers.Resize(60), Shrink),
            Arb.From(numbers.Resize(20), Shrink),
            static (program, edits) => Check(program, edits));
        property.Check(Config.QuickThrowOnFailure
            .WithMaxTest((int)Setting("HOTWEAVE_PROPERTY_CASES", 10))
            .WithReplay(Setting("HOTWEAVE_PROPERTY_SEED", 20_261_121), 1));
    }

    private static void Check(int[] program, int[] edits)
    {
        var first = RandomProgram.From(new Choices(program));
        var second = first.Edited(new Choices(edits));
        var text = ProgramText.Of(first, second);
        var configuration = program.Length % 2 == 0 ? Configuration.Release : Configuration.Debug;
        using var swap = new SwapCase(ProgramText.Name, configuration, source: text);
        try
        {
            Assert.Equal(PatchOutcome.NoChanges, Compare(swap, swap.Plain1));
            if (Compare(swap, swap.Plain2) == PatchOutcome.NoChanges)
            {
                Assert.Equal(swap.Fresh(swap.Plain1), swap.Fresh(swap.Plain2));
                return;
            }

            var patch = swap.MakePatch(swap.Plain2).Bytes;
            Assert.Equal(patch, swap.MakePatch(swap.Plain2).Bytes);
            swap.GoesLiveAndBack(patch, mayAnswerTheSame: true, OptionsOf(program, edits, second)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{e.Message}\n{text}", e);
        }
    }

    private static IEnumerable<int[]> Shrink(int[] numbers) =>
        Setting("HOTWEAVE_PROPERTY_SHRINK", 1) == 0 ? [] : ArbMap.Default.ArbFor<int[]>().Shrinker(numbers);

    // Every way to swap, in turns. Code that can be unloaded brings no types that live on.
    private static SwapOptions OptionsOf(int[] program, int[] edits, RandomProgram second) => new()
    {
        Mode = (program.Length % 3) switch { 1 => SwapMode.Quiescent, 2 => SwapMode.Immediate, _ => null },
        SharedState = program.Length % 3 == 2,
        Reclaimable = edits.Length % 3 == 0 && second.Types.All(static t => t.Name[0] == 'T'),
    };

    [Fact]
    public void Patches_that_know_each_other_lead_where_a_fresh_run_is()
    {
        var numbers = Gen.ListOf(Gen.Choose(0, 1000)).Select(static list => list.ToArray());
        var property = Prop.ForAll(
            Arb.From(numbers.Resize(40), Shrink),
            Arb.From(numbers.Resize(20), Shrink),
            Arb.From(numbers.Resize(20), Shrink),
            static (program, edits, more) => CheckChain(program, edits, more));
        property.Check(Config.QuickThrowOnFailure
            .WithMaxTest((int)Setting("HOTWEAVE_PROPERTY_CASES", 10) / 2)
            .WithReplay(Setting("HOTWEAVE_PROPERTY_SEED", 20_261_122), 1));
    }

    private static void CheckChain(int[] program, int[] edits, int[] more)
    {
        var first = RandomProgram.From(new Choices(program));
        var second = first.Edited(new Choices(edits));
        var third = second.Edited(new Choices(more), from: 6);
        var text = ProgramText.Of(first, second, third);
        try
        {
            using var chain = new PatchChain(ProgramText.Name, text, program.Length % 2 == 0 ? Configuration.Release : Configuration.Debug, 3, allowsNoChanges: true);
            Go(chain).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{e.Message}\n{text}", e);
        }
    }

    private static async Task Go(PatchChain chain)
    {
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        live.Prepare(ProgramText.Name);
        // A version that does what the first does has no patch.
        var versions = new[] { 2, 3 }.Where(v => chain.Patches[v - 2].Length > 0).ToList();
        foreach (var version in versions.Count == 2 ? [2, 3, 2, 3] : versions)
        {
            await live.Apply(chain.Patches[version - 2]);
            Assert.Equal(chain.Fresh(version, ProgramText.Name), live.Run(ProgramText.Name));
        }

        if (HotSwap.GetStatus().Current != baseline)
            await HotSwap.RollbackAsync(baseline);
        Assert.Equal(chain.Fresh(1, ProgramText.Name), live.Run(ProgramText.Name));
    }

    private static PatchOutcome Compare(SwapCase swap, string @new) =>
        PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = @new, References = [AppContext.BaseDirectory] }).Outcome;

    private static ulong Setting(string name, ulong otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
