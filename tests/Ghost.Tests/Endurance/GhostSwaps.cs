using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Control;

namespace HotWeave.Ghost.Tests.Endurance;

/// <summary>Swaps of one ghost again and again, over one connection to its agent.</summary>
internal static class GhostSwaps
{
    /// <summary>Applies a patch and goes back, and looks at the answers each time.</summary>
    /// <returns>How many requests there were for stubs.</returns>
    public static int Run(Shop shop, string patch, int count)
    {
        var terms = new TurnTerms("", 0, false) { AcceptInlined = true, AcceptState = true };
        using var connection = LiveProcess.Connect(int.Parse(shop.Id, CultureInfo.InvariantCulture));
        var bytes = File.ReadAllBytes(patch);
        for (var swap = 0; swap < count; swap++)
        {
            connection.Ask<ControlReport>(new ApplyRequest(false, terms, bytes, null));
            Assert.Equal("50", shop.Ask("scale"));
            if (swap % 50 == 0)
                shop.WaitForLoad("new");
            connection.Ask<ControlReport>(new RollbackRequest(0, terms));
            Assert.Equal("30", shop.Ask("scale"));
            if (swap % 50 == 0)
                shop.WaitForLoad("old");
        }

        Assert.EndsWith(" wrong=0", shop.Ask("load"), StringComparison.Ordinal);
        return connection.Ask<GhostStatusReply>(new GhostStatusRequest()).Stubs.Batches;
    }
}
