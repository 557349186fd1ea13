using HotWeave.Testing;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>Code of other types that is given an object which exists goes on with the deployed code, and has the new one for new objects.</summary>
[Collection("swaps")]
public class GivenObjectTests
{
    private const string Name = "GivenObjects";

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Calls_go_by_the_object_that_they_are_given(Configuration configuration)
    {
        using var swap = new SwapCase("Given", configuration, source: CaseText.Source("Keeping/GivenObjects.cs"));
        var (result, patch) = swap.MakePatch(swap.Plain2);
        Assert.Equal(["Order", "Part`1"], result.Diagnostics.Where(static d => d.Id == "HW3310").Select(static d => d.Member!).Order());
        Assert.Contains("Order, Express", result.Diagnostics.Single(static d => d is { Id: "HW3310", Member: "Order" }).Message, StringComparison.Ordinal);
        Assert.Equal(["Order", "Part`1"], result.Diagnostics.Where(static d => d.Id == "HW3316").Select(static d => d.Member!).Order());
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
            Assert.Equal(["mixed 2 serve 3n332 inside 55/92 other other"], Of(actual, "mixed "));
            Assert.Equal(["mixedtwo 1 two oldold1 two oldold"], Of(actual, "mixedtwo "));
            Assert.Equal(["asked 2 ask 31 ask old"], Of(actual, "asked "));
            string[] mid = ["mid 1 mid1 serve mid", "mid 2 mid72 serve 7n77", "mid 1 mid1 serve mid", "mid 1 mid1 serve mid"];
            Assert.Equal(mid.Take((round * 3) + 1), Of(actual, "mid "));
            await session.RollBackAsync();
            Assert.Equal(Of(deployed, "old "), Of(Lines(live), "old "));
            Assert.Equal(Of(deployed, "new "), Of(Lines(live), "new "));
        }
    }

    private static string[] Lines(Loaded loaded) => Trace.Normalise(loaded.Run(Name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Of(string[] lines, string who) => lines.Where(l => l.StartsWith(who, StringComparison.Ordinal));
}
