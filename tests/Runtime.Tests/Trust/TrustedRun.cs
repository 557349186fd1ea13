using System.Runtime.Loader;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

/// <summary>What the child process does: requires signatures from its start on, and tries every way in of <see cref="HotSwap"/>.</summary>
internal static class TrustedRun
{
    internal const string Command = "require-signatures";

    private static readonly Signer s_alice = new("alice");
    private static readonly Counters s_counters = new("Trusted", 1);
    private static readonly string s_folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    internal static async Task<int> RunAsync()
    {
        Directory.CreateDirectory(s_folder);
        AppContext.SetData("HotWeave.Trust", "require");
        AppContext.SetData("HotWeave.TrustKeys", s_alice.Pem);
        AppContext.SetData("HotWeave.TrustApplication", "shop");
        AppContext.SetData("HotWeave.TrustOlder", "accept");
        AppContext.SetData("HotWeave.Patches", Path.Combine(s_folder, "patches"));
        AppContext.SetData("HotWeave.StartLife", "0");
        try
        {
            await NoWayInTakesWhatIsNotSignedAsync();
            NothingOfTheProcessItselfTurnsItOff();
            await WhatWasPreparedIsLookedAtAgainAsync();
            await NoWayBackLeadsToWhatIsOlderAsync();
            await ConfirmedPatchesAreLookedAtLikeAnyAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(s_folder, recursive: true);
        }
    }

    private static async Task NoWayInTakesWhatIsNotSignedAsync()
    {
        var unsigned = s_counters.Patch(1);
        var path = Path.Combine(s_folder, "patch.hotpatch");
        foreach (var bytes in (byte[][])[unsigned, [], new byte[100]])
        {
            await File.WriteAllBytesAsync(path, bytes);
            await RefusedAsync("HW6340", () => HotSwap.PrepareAsync(bytes));
            await RefusedAsync("HW6340", () => HotSwap.CheckAsync(bytes));
            await RefusedAsync("HW6340", () => HotSwap.ApplyAsync(bytes));
            await RefusedAsync("HW6340", () => HotSwap.ApplyAsync(path));
        }

        // More than there may be of a file is not read, whatever it is.
        using (var giant = File.OpenWrite(path))
            giant.SetLength(PatchFile.LongestFile + 1L);
        await RefusedAsync("HW6100", () => HotSwap.ApplyAsync(path));
        Assert.Empty(HotSwap.GetPrepared());
        Assert.Equal([0], s_counters.Ask());
        Assert.Single(HotSwap.GetStatus().Versions);
        Assert.DoesNotContain(AssemblyLoadContext.All, static c => c.Name?.StartsWith("HotWeave patch", StringComparison.Ordinal) == true);
    }

    private static void NothingOfTheProcessItselfTurnsItOff()
    {
        AppContext.SetData("HotWeave.Trust", "off");
        AppContext.SetData("HotWeave.TrustKeys", new Signer("mallory").Pem);
        Environment.SetEnvironmentVariable("HOTWEAVE_TRUST", "off");
    }

    private static async Task WhatWasPreparedIsLookedAtAgainAsync()
    {
        var late = await HotSwap.PrepareAsync(Signer.Sign(s_counters.Patch(5), 5, s_alice));
        var soon = DateTimeOffset.UtcNow.AddSeconds(2);
        var patch = s_counters.Patch(6);
        var expiring = await HotSwap.PrepareAsync(Signer.Put(patch, Signer.Describe(patch) with { Sequence = 9, Expires = soon }, s_alice));
        var first = await HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(1), 8, s_alice));
        Assert.Equal([1], s_counters.Ask());
        Assert.Empty(first.Warnings);

        // A newer one was taken meanwhile.
        await RefusedAsync("HW6346", () => late.CommitAsync());
        Assert.True(SpinWait.SpinUntil(() => DateTimeOffset.UtcNow > soon, TimeSpan.FromMinutes(1)));
        await RefusedAsync("HW6345", () => expiring.CommitAsync());
        late.Discard();
        expiring.Discard();
        Assert.Equal([1], s_counters.Ask());
        // Two patches do not share a number.
        await RefusedAsync("HW6346", () => HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(2), 8, s_alice)));
    }

    private static async Task NoWayBackLeadsToWhatIsOlderAsync()
    {
        await HotSwap.ConfirmAsync();
        await HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(2), 20, s_alice));
        // On probation the way back is open: it leads to what is confirmed.
        await HotSwap.RollbackAsync();
        Assert.Equal([1], s_counters.Ask());
        await HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(2), 20, s_alice));
        await HotSwap.ConfirmAsync();
        await RefusedAsync("HW6348", () => HotSwap.RollbackAsync());
        Assert.Equal([2], s_counters.Ask());
        await HotSwap.RollbackAsync(null, new SwapOptions { AcceptOlder = true });
        Assert.Equal([1], s_counters.Ask());
        // Who went there on purpose may stay, and what was confirmed before counts again afterwards.
        await HotSwap.ConfirmAsync();
        await HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(2), 20, s_alice));
        await HotSwap.ConfirmAsync();

        // The same patch, signed again, is newer.
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal([0], s_counters.Ask());
        await RefusedAsync("HW6346", () => HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(1), 19, s_alice)));
        await HotSwap.ApplyAsync(Signer.Sign(s_counters.Patch(1), 21, s_alice));
        Assert.Equal([1], s_counters.Ask());
    }

    private static async Task ConfirmedPatchesAreLookedAtLikeAnyAsync()
    {
        var confirmed = await HotSwap.ConfirmAsync();
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        var path = Path.Combine(confirmed.Folder!, confirmed.Patches[0] + ".hotpatch");
        var intact = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, s_counters.Patch(1));
        await RefusedAsync("HW6340", () => HotSwap.ReapplyAsync());
        await File.WriteAllBytesAsync(path, Signer.Sign(s_counters.Patch(1), 20, s_alice));
        await RefusedAsync("HW6346", () => HotSwap.ReapplyAsync());
        Assert.Equal([0], s_counters.Ask());
        await File.WriteAllBytesAsync(path, intact);
        await HotSwap.ReapplyAsync();
        Assert.Equal([1], s_counters.Ask());
        var later = new Counters("Trusted", 1, new AssemblyLoadContext("later"));
        await File.WriteAllBytesAsync(path, s_counters.Patch(1));
        await RefusedAsync("HW6340", () => HotSwap.ReapplyAsync(later.Woven.Context));
        Assert.Equal([0], later.Ask());
        await File.WriteAllBytesAsync(path, intact);
        await HotSwap.ReapplyAsync(later.Woven.Context);
        Assert.Equal([1], later.Ask());
        // What the journal says of numbers is there again after a restart.
        Assert.Contains("sequence 21 Trusted\n", await File.ReadAllTextAsync(Path.Combine(confirmed.Folder!, "journal")), StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(string code, Func<Task> operation)
    {
        var e = await Assert.ThrowsAsync<SwapException>(operation);
        Assert.True(e.Code == code, $"expected {code}: {e}");
        Assert.Equal(SwapFailureKind.Refused, e.Kind);
    }
}
