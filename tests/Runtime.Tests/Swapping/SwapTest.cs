using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>Begins and ends on the baseline, since the registry is the process's.</summary>
public abstract class SwapTest : IAsyncLifetime
{
    public Task InitializeAsync() => ToBaselineAsync();

    public Task DisposeAsync() => ToBaselineAsync();

    private protected static async Task<SwapException> RefusedAsync(string code, Func<Task> operation)
    {
        var e = await Assert.ThrowsAsync<SwapException>(operation);
        Assert.True(e.Code == code, $"expected {code}: {e}");
        Assert.StartsWith(code + ": ", e.Message, StringComparison.Ordinal);
        return e;
    }

    /// <summary>How many versions there were, the forgotten ones too.</summary>
    private protected static int VersionsEver(SwapStatus status) => status.Versions.Count + status.Forgotten;

    private static async Task ToBaselineAsync()
    {
        // What HotWeave does by itself, such as acting on a verdict, may be under way when the test that led to it has seen what it wanted.
        while (HotSwap.CancelOperations().Count > 0)
            await Task.Yield();
        if (HotSwap.GetStatus().Current != VersionNumber.Baseline)
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
    }
}
