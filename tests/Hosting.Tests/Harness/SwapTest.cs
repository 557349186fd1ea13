using Xunit;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>Begins and ends on the baseline, since the registry is the process's.</summary>
public abstract class SwapTest : IAsyncLifetime
{
    public Task InitializeAsync() => ToBaselineAsync();

    public Task DisposeAsync() => ToBaselineAsync();

    /// <summary>Completes when a quiescent swap waits for units.</summary>
    private protected static Task GateClosedAsync() => Limit.UntilAsync(static () => HotSwap.GetStatus().Waiting is not null);

    /// <summary>Completes when so many units wait at the gate.</summary>
    private protected static Task WaitingAsync(int units) => Limit.UntilAsync(() => HotSwap.GetStatus().Waiting?.Waiting == units);

    /// <summary>Completes when no unit runs.</summary>
    private protected static Task NoUnitsAsync() => Limit.UntilAsync(static () => HotSwap.GetStatus().Units.Count == 0);

    private static async Task ToBaselineAsync()
    {
        Shop.Version();
        if (HotSwap.GetStatus() is { Trial: { Share: < 1, Verdict: TrialVerdict.Pending or TrialVerdict.Inconclusive } })
            await HotSwap.RollbackAsync();
        if (HotSwap.GetStatus().Current != VersionNumber.Baseline)
            await Shop.RollbackAsync();
    }
}
