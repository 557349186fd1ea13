using HotWeave.Testing;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>Objects whose new fields only a constructor knows go on with the deployed code; new ones have the new code.</summary>
[Collection("swaps")]
public class KeptObjectTests
{
    private const string Name = "KeptObjects";
    private const string Deployed = "mid 1 mid--331 kindmdog 1 Dog";
    private const string New = "mid 2 mid:7###7212 kindmdog 2 woof";

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Each_object_has_the_code_it_was_made_with(Configuration configuration)
    {
        using var swap = new SwapCase("Kept", configuration, source: CaseText.Source("Keeping/KeptObjects.cs"));
        var (result, patch) = swap.MakePatch(swap.Plain2);
        Assert.Equal(["Animal", "Holder", "Sender", "Store`1"], result.Diagnostics.Where(static d => d.Id == "HW3310").Select(static d => d.Member!).Order());
        var (deployed, fresh) = (Lines(Loaded.From(swap.Plain1)), Lines(Loaded.From(swap.Plain2)));
        await using var session = await SwapSession.StartAsync(swap.Woven1, patch, new SwapOptions { AcceptState = true });
        var live = Loaded.As(session.Assembly);
        Assert.Equal(deployed, Lines(live));
        for (var round = 0; round < 2; round++)
        {
            await session.ApplyAsync();
            var actual = Lines(live);
            Assert.Equal(Of(deployed, "old "), Of(actual, "old "));
            Assert.Equal(Of(fresh, "new "), Of(actual, "new "));
            // What deployed code does with another object of the type, it does with deployed code.
            Assert.Equal(["oldnew 1[1 old--33-33]"], Of(actual, "oldnew "));
            Assert.Equal(["newold 2[1 old--33-33]3"], Of(actual, "newold "));
            string[] mid = [Deployed, New, Deployed, Deployed];
            Assert.Equal(mid.Take((round * 3) + 1), Of(actual, "mid "));
            await session.RollBackAsync();
            Assert.Equal(Of(deployed, "old "), Of(Lines(live), "old "));
            Assert.Equal(Of(deployed, "new "), Of(Lines(live), "new "));
        }
    }

    private static string[] Lines(Loaded loaded) => Trace.Normalise(loaded.Run(Name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Of(string[] lines, string who) => lines.Where(l => l.StartsWith(who, StringComparison.Ordinal));
}
