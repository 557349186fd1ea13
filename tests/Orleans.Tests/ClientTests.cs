using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Harness;
using Xunit;

namespace HotWeave.Orleans.Tests;

/// <summary>A woven process that is a client of grains and no silo, before, while and after silo and client take a patch.</summary>
[Collection(nameof(OneSilo))]
public sealed class ClientTests(OneSilo one)
{
    private const string Old = "v";
    private const string New = "1|c v/1//c/e/0";

    [Fact]
    public async Task A_client_that_takes_a_patch_calls_new_methods_with_new_messages()
    {
        var (silo, beside) = await one.BeginAsync();
        await using var client = await OneSilo.StartClientAsync(beside);
        Assert.Equal(Old, await client.DoAsync("50"));
        // Silos first.
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        Assert.Equal("v/0////0", (await client.DoAsync("50")).TrimEnd());
        for (var swap = 0; swap < 4; swap++)
        {
            await client.SwapAsync(SwapMode.Immediate, isForth: swap % 2 == 0);
            Assert.Equal(swap % 2 == 0 ? New : "v/0////0", (await client.DoAsync("50")).TrimEnd());
        }
    }

    [Fact]
    public async Task A_call_of_a_method_that_the_silo_has_not_yet_fails_alone()
    {
        // Of its own: one that had the method goes on knowing it.
        var (silo, beside) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = silo;
        await using var connected = beside;
        await using var client = await OneSilo.StartClientAsync(beside);
        await client.SwapAsync(SwapMode.Immediate, isForth: true);
        Assert.StartsWith("failed: ", await client.DoAsync("51"), StringComparison.Ordinal);
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        Assert.Equal(New, (await client.DoAsync("51")).TrimEnd());
    }
}
