using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotWeave.Tool.Tests.Harness;
using static HotWeave.Tool.Tests.Trust.SignedApp;

namespace HotWeave.Tool.Tests.Trust;

/// <summary>Keys, signatures and what the tool says of them; no process.</summary>
public sealed class SigningTests : IDisposable
{
    private readonly SignedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_key_is_its_owners_alone_and_never_overwritten()
    {
        var key = _app.NewKey("alice");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        var before = File.ReadAllText(key);
        ToolRun.Refused("HW7131", "key", "new", "alice", "--folder", _app.App.Beside);
        File.Delete(key);
        ToolRun.Refused("HW7131", "key", "new", "alice", "--folder", _app.App.Beside);
        Assert.False(File.Exists(key));
        Assert.DoesNotContain("ENCRYPTED", before, StringComparison.Ordinal);
        Assert.Equal(64, ToolRun.Json("key", "new", "bob", "--folder", _app.App.Beside).GetProperty("keyId").GetString()!.Length);
    }

    [Fact]
    public void HW7141_a_private_key_that_others_may_read_is_named_wherever_it_signs()
    {
        var (alice, bob) = (_app.NewKey("alice"), _app.NewKey("bob"));
        var patch = _app.App.MakePatch();
        Assert.DoesNotContain("HW7141", ToolRun.Done("sign", patch, "--key", alice, "--application", Name).Error, StringComparison.Ordinal);
        File.SetUnixFileMode(alice, File.GetUnixFileMode(alice) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        string[] rotate =
            ["key", "rotate", "--application", Name, "--number", "1", "--trust", _app.PublicKey("bob"), "--key", alice, "--key", bob];
        Named(ToolRun.Done("sign", patch, "--key", bob, "--key", alice));
        Named(ToolRun.Done([.. rotate, "-o", Path.Combine(_app.App.Beside, "1.keys")]));
        Named(ToolRun.Done(
            "patch", "--baseline", _app.App.File("Greeting.dll"), "--new", TestApps.Next, "-o", patch, "--sign", alice, "--application", Name));

        void Named(ToolRun run)
        {
            Assert.Contains($"'{alice}' (mode 0644)", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(bob, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_private_key_may_come_through_a_pipe()
    {
        var (key, patch, pipe) = (_app.NewTrustedKey("alice"), _app.App.MakePatch(), Path.Combine(_app.App.Beside, "alice"));
        using (var make = Process.Start("mkfifo", ["-m", "644", pipe]))
            await make.WaitForExitAsync();

        var write = Task.Run(() => File.WriteAllBytes(pipe, File.ReadAllBytes(key)));
        var run = ToolRun.Done("sign", patch, "--key", pipe, "--application", Name);
        await write;

        Assert.DoesNotContain("HW7141", run.Error, StringComparison.Ordinal);
        Verified(patch, "alice");
    }

    [Fact]
    public void Keys_patches_and_logs_that_have_no_end_are_refused()
    {
        var (key, patch) = (_app.NewTrustedKey("alice"), _app.App.MakePatch());
        ToolRun.Refused("HW7130", "sign", patch, "--key", "/dev/zero", "--application", Name);
        ToolRun.Refused("HW7020", "sign", "/dev/zero", "--key", key, "--application", Name);
        ToolRun.Refused("HW7020", "verify", "/dev/zero", "--trust", _app.Trusted);
        ToolRun.Refused("HW7020", "audit", "/dev/zero");
        ToolRun.Done("sign", patch, "--key", key, "--application", Name);
        ToolRun.Refused("HW7137", "verify", patch, "--trust", "/dev/zero");
        ToolRun.Refused("HW7130", "key", "rotate", "--application", Name, "--number", "1", "--trust", "/dev/zero", "--key", key, "-o", patch + ".keys");
    }

    [Theory]
    [InlineData("p256")]
    [InlineData("rsa")]
    public void An_encrypted_key_opens_with_its_password(string algorithm)
    {
        Assert.Equal(0, RunWithPassword("correct horse", "key", "new", "alice", "--algorithm", algorithm, "--folder", _app.App.Beside));
        _app.Trust("alice");
        var key = Path.Combine(_app.App.Beside, "alice.key.pem");
        Assert.Contains("ENCRYPTED PRIVATE KEY", File.ReadAllText(key), StringComparison.Ordinal);
        var patch = _app.App.MakePatch();
        string[] sign = ["sign", patch, "--key", key, "--application", Name];
        ToolRun.Refused("HW7130", sign);
        Assert.Equal(1, RunWithPassword("battery staple", sign));
        Assert.Equal(0, RunWithPassword("correct horse", sign));
        Verified(patch, "alice");
    }

    // A process of its own: the environment is shared by all tests of this one.
    private static int RunWithPassword(string password, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOTWEAVE_KEY_PASSWORD"] = password;
        using var tool = Process.Start(start)!;
        tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        return tool.ExitCode;
    }

    [Fact]
    public void Several_signatures_stand_on_one_patch_and_a_new_statement_begins_anew()
    {
        var patch = _app.MakePatch(_app.NewTrustedKey("alice"), "--sequence", "7", "--expires", "90d");
        var id = ToolRun.Json("inspect", patch).GetProperty("patchId").GetString();
        ToolRun.Refused("HW7136", "verify", patch, "--trust", _app.Trusted, "--threshold", "1", "--application", "bank");
        ToolRun.Refused("HW7137", "verify", patch, "--trust", _app.Trusted, "--threshold", "2");
        var bob = _app.NewTrustedKey("bob", "rsa");
        ToolRun.Refused("HW7136", "verify", patch, "--trust", _app.Trusted, "--threshold", "2");
        ToolRun.Done("sign", patch, "--key", bob);
        ToolRun.Done("sign", patch, "--key", bob);
        Verified(patch, "alice", "bob");
        Assert.Equal(7, ToolRun.Json("verify", patch, "--trust", _app.Trusted).GetProperty("sequence").GetInt64());

        var renewed = ToolRun.Done("sign", patch, "--key", bob, "--sequence", "8");
        Assert.Contains("warning HW7135: ", renewed.Error, StringComparison.Ordinal);
        Assert.Contains("1 earlier signatures", renewed.Error, StringComparison.Ordinal);
        Verified(patch, "bob");
        Assert.Equal(id, ToolRun.Json("inspect", patch).GetProperty("patchId").GetString());
    }

    [Fact]
    public void A_command_signs_with_a_key_that_the_tool_never_sees()
    {
        var key = _app.NewTrustedKey("token");
        var patch = _app.App.MakePatch();
        string Sign(string command) => $"{command} > {_app.App.Beside}/raw && cat {_app.App.Beside}/raw";
        var openssl = $"openssl dgst -sha256 -sign {key}";
        string[] Line(string command) => ["sign", patch, "--application", Name, "--signer", command, "--public", _app.PublicKey("token")];
        var unsigned = File.ReadAllBytes(patch);

        ToolRun.Done(Line(Sign(openssl)));
        Verified(patch, "token");
        File.WriteAllBytes(patch, unsigned);
        ToolRun.Done(Line($"test \"$HOTWEAVE_ALGORITHM\" = 'ECDSA P-256' && {openssl} | base64 -w 76"));
        Verified(patch, "token");
        // By the digest alone, as key services do it.
        File.WriteAllBytes(patch, unsigned);
        ToolRun.Done(Line($"printf %s \"$HOTWEAVE_DIGEST\" | xxd -r -p | openssl pkeyutl -sign -inkey {key}"));
        Verified(patch, "token");

        File.WriteAllBytes(patch, unsigned);
        Assert.Contains("it ended with 3: no token", ToolRun.Refused("HW7132", Line("echo no token >&2; exit 3")).Error, StringComparison.Ordinal);
        ToolRun.Refused("HW7132", Line("true"));
        ToolRun.Refused("HW7132", Line("head -c 100000 /dev/zero"));
        ToolRun.Refused("HW7132", Line($"openssl dgst -sha256 -sign {_app.NewKey("other")}"));
        Assert.Equal(unsigned, File.ReadAllBytes(patch));
    }

    [Fact]
    public void A_certificate_is_trusted_for_its_key_and_its_time()
    {
        var key = _app.NewKey("alice");
        var patch = _app.MakePatch(key);
        Directory.CreateDirectory(_app.Trusted);
        MakeCertificate(key, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Assert.StartsWith("Alice of Shop (", Verified(patch)[0], StringComparison.Ordinal);
        MakeCertificate(key, DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        ToolRun.Refused("HW7136", "verify", patch, "--trust", _app.Trusted);
    }

    [Fact]
    public void A_patch_that_was_changed_or_mixed_is_not_verified()
    {
        var patch = _app.MakePatch(_app.NewTrustedKey("alice"));
        var signed = File.ReadAllBytes(patch);
        var unsigned = File.ReadAllBytes(_app.App.MakePatch());
        ToolRun.Refused("HW7136", "verify", patch, "--trust", _app.Trusted);
        var changed = (byte[])signed.Clone();
        changed[unsigned.Length / 2] ^= 1;
        File.WriteAllBytes(patch, changed);
        ToolRun.Refused("HW7133", "verify", patch, "--trust", _app.Trusted);
        File.WriteAllText(patch, "nothing");
        ToolRun.Refused("HW7133", "verify", patch, "--trust", _app.Trusted);
        File.WriteAllBytes(patch, signed);
        // A private key lies there.
        ToolRun.Refused("HW7137", "verify", patch, "--trust", _app.App.Beside);
        ToolRun.Refused("HW7020", "verify", patch + ".gone", "--trust", _app.Trusted);
    }

    private string[] Verified(string patch, params string[] names)
    {
        var run = ToolRun.Json("verify", patch, "--trust", _app.Trusted, "--application", Name, "--threshold", Math.Max(names.Length, 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("verified", run.GetProperty("outcome").GetString());
        string[] signers = [.. run.GetProperty("signedBy").EnumerateArray().Select(static s => s.GetString()!)];
        if (names.Length > 0)
            Assert.Equal(names, signers.Select(static s => s.Split(' ')[0]));
        return signers;
    }

    private void MakeCertificate(string key, DateTimeOffset from, DateTimeOffset to)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(File.ReadAllText(key));
        using var certificate = new CertificateRequest("CN=Alice of Shop", ecdsa, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
        File.WriteAllText(Path.Combine(_app.Trusted, "alice.crt"), certificate.ExportCertificatePem());
    }
}
