using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using HotWeave.Weaver.Tests.Harness;
using Xunit;
using Configuration = HotWeave.Weaver.Tests.Harness.Configuration;

namespace HotWeave.Weaver.Tests.Properties;

/// <summary>What holds for every program and every edit of it.</summary>
/// <remarks><c>HOTWEAVE_PROPERTY_CASES</c> sets how many random programs are tried, <c>HOTWEAVE_PROPERTY_SEED</c> where they begin.</remarks>
[Collection("swaps")]
public class PatchProperties
{
    [Fact]
    public void Random_edits_of_random_programs_go_live_and_back()
    {
        var numbers = Gen.ListOf(Gen.Choose(0, 1000)).Select(static list => list.ToArray());
        Func<int[], IEnumerable<int[]>> shrink = ArbMap.Default.ArbFor<int[]>().Shrinker;
        var property = Prop.ForAll(
            Arb.From(numbers.Resize(60), shrink),
            Arb.From(numbers.Resize(20), shrink),
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
            swap.GoesLiveAndBack(patch, mayAnswerTheSame: true).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{e.Message}\n{text}", e);
        }
    }

    private static PatchOutcome Compare(SwapCase swap, string @new) =>
        PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = @new, References = [AppContext.BaseDirectory] }).Outcome;

    private static ulong Setting(string name, ulong otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
