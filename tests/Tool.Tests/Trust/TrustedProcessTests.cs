using HotWeave.Tool.Tests.Harness;
using static HotWeave.Tool.Tests.Trust.SignedApp;

namespace HotWeave.Tool.Tests.Trust;

/// <summary>What a process believes from its start on, through confirmations and restarts.</summary>
public sealed class TrustedProcessTests : IDisposable
{
    private const string Baseline = "hello you, number 1";
    private const string Patched = "good day you, number 1";

    private readonly SignedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_confirmed_patch_comes_back_while_its_signature_holds()
    {
        var key = _app.NewTrustedKey("alice");
        Confirm(_app.MakePatch(key, "--sequence", "7"));
        Starts(Patched, null);

        var confirmed = Directory.GetFiles(_app.Patches, "*.hotpatch")[0];
        var intact = File.ReadAllBytes(confirmed);
        Starts(Baseline, "HW6345", () => ToolRun.Done("sign", confirmed, "--key", key, "--sequence", "7", "--expires", "2020-01-31T12:00:00Z"));
        // Older than the journal's own numbers: put back from before.
        Starts(Baseline, "HW6346", () => ToolRun.Done("sign", confirmed, "--key", key, "--sequence", "6"));
        Starts(Baseline, "HW6343", () => ToolRun.Done("sign", confirmed, "--key", key, "--sequence", "7", "--application", "bank"));
        Starts(Baseline, "HW6342", () => ToolRun.Done("sign", confirmed, "--key", _app.NewKey("mallory"), "--sequence", "7", "--application", Name));
        Starts(Baseline, "HW6340", () => File.WriteAllBytes(confirmed, File.ReadAllBytes(_app.App.MakePatch())));
        Starts(Patched, null, () => File.WriteAllBytes(confirmed, intact));
    }

    [Fact]
    public void What_is_older_than_what_was_confirmed_is_a_replay()
    {
        var key = _app.NewTrustedKey("alice");
        var old = _app.MakePatch(key, "--sequence", "6");
        var older = Path.Combine(_app.App.Beside, "old.hotpatch");
        File.Copy(old, older);
        Confirm(_app.MakePatch(key, "--sequence", "7"));
        using (var process = _app.Start())
        {
            ToolRun.Done("rollback", "--to", "0", "--pid", Pid(process));
            ToolRun.Done("confirm", "--pid", Pid(process));
            ToolRun.Refused("HW6346", "apply", older, "--pid", Pid(process));
        }

        // It is remembered by the folder, not by the process.
        using (var process = _app.Start())
        {
            Assert.Equal(Baseline, process.Ask("you"));
            ToolRun.Refused("HW6346", "apply", older, "--pid", Pid(process));
            ToolRun.Refused("HW6346", "apply", older, "--pid", Pid(process), "--accept-older");
        }

        using (var process = _app.Start(("HOTWEAVE_TRUST_OLDER", "accept")))
        {
            ToolRun.Refused("HW6346", "prepare", older, "--pid", Pid(process));
            ToolRun.Done("prepare", older, "--pid", Pid(process), "--accept-older");
            ToolRun.Refused("HW6346", "commit", "--pid", Pid(process));
            ToolRun.Done("commit", "--pid", Pid(process), "--accept-older");
            ToolRun.Done("confirm", "--pid", Pid(process));
        }

        // Who confirms it on purpose has it at the next start.
        Starts(Patched, null);
    }

    [Fact]
    public void HW6348_a_process_does_not_confirm_what_is_older_than_another_confirmed_meanwhile()
    {
        var key = _app.NewTrustedKey("alice");
        var patch = _app.MakePatch(key, "--sequence", "6");
        using var slow = _app.Start();
        ToolRun.Done("apply", patch, "--pid", Pid(slow));
        Confirm(_app.MakePatch(key, "--sequence", "7"));
        ToolRun.Refused("HW6348", "confirm", "--pid", Pid(slow));
        Assert.Contains("\nsequence 7 Greeting\n", File.ReadAllText(Path.Combine(_app.Patches, "journal")), StringComparison.Ordinal);
        ToolRun.Done("apply", _app.MakePatch(key, "--sequence", "8"), "--pid", Pid(slow));
        ToolRun.Done("confirm", "--pid", Pid(slow));
    }

    [Fact]
    public void A_signature_is_renewed_by_applying_and_confirming_the_patch_that_is_in_force()
    {
        var key = _app.NewTrustedKey("alice");
        var patch = _app.MakePatch(key, "--sequence", "7", "--expires", "10d");
        using (var process = _app.Start())
        {
            ToolRun.Done("apply", patch, "--pid", Pid(process));
            Assert.StartsWith("HW6351: ", Assert.Single(ToolRun.Json("confirm", "--pid", Pid(process)).GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
            ToolRun.Done("sign", patch, "--key", key, "--sequence", "8", "--expires", "100d");
            Assert.Contains("HW6114", ToolRun.Done("apply", patch, "--pid", Pid(process)).Output, StringComparison.Ordinal);
            Assert.Empty(ToolRun.Json("confirm", "--pid", Pid(process)).GetProperty("warnings").EnumerateArray());
        }

        var confirmed = Assert.Single(Directory.GetFiles(_app.Patches, "*.hotpatch"));
        Assert.Equal(8, ToolRun.Json("verify", confirmed, "--trust", _app.Trusted).GetProperty("sequence").GetInt64());
        Assert.Contains("\nsequence 8 Greeting\n", File.ReadAllText(Path.Combine(_app.Patches, "journal")), StringComparison.Ordinal);
        Starts(Patched, null);
    }

    [Fact]
    public void A_damaged_journal_lets_no_patch_in_until_the_baseline_is_confirmed()
    {
        var patch = _app.MakePatch(_app.NewTrustedKey("alice"));
        Confirm(patch);
        File.AppendAllText(Path.Combine(_app.Patches, "journal"), "x");
        using var process = _app.Start();
        Assert.Equal(Baseline, process.Ask("you"));
        ToolRun.Refused("HW6349", "apply", patch, "--pid", Pid(process));
        ToolRun.Done("confirm", "--pid", Pid(process));
        ToolRun.Done("apply", patch, "--pid", Pid(process));
    }

    [Fact]
    public void Keys_are_rotated_and_revoked_by_statements_that_those_before_signed()
    {
        var alice = _app.NewTrustedKey("alice");
        var bob = _app.NewKey("bob");
        var byAlice = _app.MakePatch(alice);
        var byBob = Path.Combine(_app.App.Beside, "bob.hotpatch");
        File.Copy(byAlice, byBob);
        ToolRun.Done("sign", byBob, "--key", bob, "--application", Name);
        var first = Path.Combine(_app.Trusted, "1.keys");
        ToolRun.Done("key", "rotate", "--application", Name, "--number", "1", "--trust", _app.PublicKey("bob"), "-o", first, "--key", bob);

        // Alice has not signed it yet, so it is not believed, and nothing else is.
        using (var process = _app.Start())
            ToolRun.Refused("HW6347", "apply", byAlice, "--pid", Pid(process));

        ToolRun.Done("sign", first, "--key", alice);
        using (var process = _app.Start())
        {
            ToolRun.Refused("HW6342", "apply", byAlice, "--pid", Pid(process));
            ToolRun.Done("apply", byBob, "--pid", Pid(process));
        }

        ToolRun.Refused("HW7136", "verify", byAlice, "--trust", _app.Trusted);
        ToolRun.Done("verify", byBob, "--trust", _app.Trusted);
        // Signed by the one that is revoked, it changes nothing.
        var second = Path.Combine(_app.Trusted, "2.keys");
        ToolRun.Done("key", "rotate", "--application", Name, "--number", "2", "--trust", _app.PublicKey("alice"), "-o", second, "--key", alice);
        using (var process = _app.Start())
            ToolRun.Refused("HW6347", "apply", byBob, "--pid", Pid(process));
    }

    [Fact]
    public void Nothing_but_a_restart_changes_whom_a_process_trusts()
    {
        var patch = _app.MakePatch(_app.NewTrustedKey("alice"));
        var other = Path.Combine(_app.App.Beside, "other.hotpatch");
        File.Copy(patch, other);
        ToolRun.Done("sign", other, "--key", _app.NewKey("mallory"), "--application", Name);
        using var process = _app.Start();
        File.Delete(Path.Combine(_app.Trusted, "alice.pub.pem"));
        _app.Trust("mallory");
        ToolRun.Refused("HW6342", "apply", other, "--pid", Pid(process));
        ToolRun.Done("apply", patch, "--pid", Pid(process));
        using var next = _app.Start();
        ToolRun.Refused("HW6342", "apply", patch, "--pid", Pid(next));
        ToolRun.Done("apply", other, "--pid", Pid(next));
    }

    [Fact]
    public void What_cannot_be_used_lets_no_patch_in()
    {
        var patch = _app.MakePatch(_app.NewTrustedKey("alice"));
        Unusable(patch, ("HOTWEAVE_TRUST", "requre"));
        Unusable(patch, ("HOTWEAVE_TRUST_KEYS", _app.Trusted + "/nothing"));
        Unusable(patch, ("HOTWEAVE_TRUST_THRESHOLD", "2"));
        Unusable(patch, ("HOTWEAVE_TRUST_FILE", "nothing.json"));
        // Others could have put their own there.
        File.SetUnixFileMode(Path.Combine(_app.Trusted, "alice.pub.pem"), (UnixFileMode)0b110_110_110);
        Unusable(patch);
    }

    [Fact]
    public void Where_signatures_are_only_looked_at_what_is_wrong_is_a_warning()
    {
        _app.NewTrustedKey("alice");
        using var process = _app.Start(("HOTWEAVE_TRUST", "warn"));
        var patch = _app.App.MakePatch();
        Assert.StartsWith("HW6340: ", ToolRun.Json("apply", patch, "--pid", Pid(process), "--check").GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.StartsWith("HW6340: ", ToolRun.Json("apply", patch, "--pid", Pid(process)).GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(Patched, process.Ask("you"));
        ToolRun.Done("confirm", "--pid", Pid(process));
        Starts(Baseline, "HW6340");
    }

    [Fact]
    public void A_file_says_all_that_is_not_set_otherwise()
    {
        _app.NewTrustedKey("alice");
        var patch = _app.App.MakePatch();
        var policy = _app.App.File("trust.json");
        File.WriteAllText(policy, $$"""{ "application": "shop", "keys": ["{{_app.Trusted}}"], "threshold": 1, "older": "accept" }""");
        (string, string)[] environment = [("HOTWEAVE_TRUST_FILE", "trust.json"), ("HOTWEAVE_TRUST", ""), ("HOTWEAVE_TRUST_KEYS", "")];
        using (var process = _app.Start(environment))
        {
            ToolRun.Refused("HW6340", "apply", _app.App.MakePatch(), "--pid", Pid(process));
            ToolRun.Done("sign", patch, "--key", Path.Combine(_app.App.Beside, "alice.key.pem"), "--application", "shop");
            ToolRun.Done("apply", patch, "--pid", Pid(process));
        }

        File.WriteAllText(policy, """{ "keys": [], "mod": "off" }""");
        Unusable(patch, environment);
    }

    private void Unusable(string patch, params (string, string)[] environment)
    {
        using var process = _app.Start(environment);
        ToolRun.Refused("HW6347", "apply", patch, "--pid", Pid(process));
        Assert.Equal(Baseline, process.Ask("you"));
    }

    private void Confirm(string patch)
    {
        using var process = _app.Start();
        ToolRun.Done("apply", patch, "--pid", Pid(process));
        ToolRun.Done("confirm", "--pid", Pid(process));
    }

    private void Starts(string answer, string? problem, Action? before = null)
    {
        before?.Invoke();
        using var process = _app.Start();
        Assert.Equal(answer, process.Ask("you"));
        var errors = process.EndWithErrors();
        Assert.True(problem is null ? errors.Trim().Length == 0 : errors.StartsWith($"HotWeave: {problem}: ", StringComparison.Ordinal), errors);
    }
}
