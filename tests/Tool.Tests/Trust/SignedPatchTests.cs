using HotWeave.Tool.Tests.Harness;
using static HotWeave.Tool.Tests.Trust.SignedApp;

namespace HotWeave.Tool.Tests.Trust;

/// <summary>From a key to a process that takes what is signed with it, and nothing else.</summary>
public sealed class SignedPatchTests : IDisposable
{
    private readonly SignedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("p256")]
    [InlineData("p384")]
    [InlineData("rsa")]
    public void A_process_that_requires_signatures_takes_what_is_signed_and_nothing_else(string algorithm)
    {
        var key = _app.NewTrustedKey("alice", algorithm);
        var unsigned = _app.App.MakePatch();
        using var process = _app.Start();
        ToolRun.Refused("HW6340", "apply", unsigned, "--pid", Pid(process));
        ToolRun.Refused("HW6340", "prepare", unsigned, "--pid", Pid(process));
        ToolRun.Refused("HW6340", "apply", unsigned, "--pid", Pid(process), "--check");
        Assert.Equal("hello you, number 1", process.Ask("you"));

        ToolRun.Done("sign", unsigned, "--key", _app.NewKey("mallory", algorithm), "--application", Name);
        ToolRun.Refused("HW6342", "apply", unsigned, "--pid", Pid(process));
        ToolRun.Done("sign", unsigned, "--key", key);
        ToolRun.Done("apply", unsigned, "--pid", Pid(process));
        Assert.Equal("good day you, number 2", process.Ask("you"));
    }

    [Fact]
    public void A_patch_is_signed_when_it_is_made()
    {
        var key = _app.NewTrustedKey("alice");
        var patch = Path.Combine(_app.App.Beside, "signed.hotpatch");
        string[] make = ["patch", "--baseline", _app.App.File("Greeting.dll"), "--new", TestApps.Next, "-o", patch, "--sign", key];
        ToolRun.Refused("HW7134", make);
        ToolRun.Refused("HW7130", [.. make[..^1], patch + ".pem", "--application", Name]);
        Assert.False(File.Exists(patch));
        ToolRun.Done([.. make, "--application", Name]);
        Assert.Single(ToolRun.Json("inspect", patch).GetProperty("signatures").EnumerateArray());
        Assert.Contains($"signed for {Name}, not checked:", ToolRun.Done("inspect", patch).Output, StringComparison.Ordinal);
        using var process = _app.Start();
        ToolRun.Done("apply", patch, "--pid", Pid(process));
        Assert.Equal("good day you, number 1", process.Ask("you"));
    }

    [Fact]
    public void Status_says_whom_the_process_trusts_and_who_signed_what()
    {
        var patch = _app.MakePatch(_app.NewTrustedKey("alice"));
        using (var process = _app.Start(("HOTWEAVE_TRUST", "off")))
        {
            ToolRun.Done("apply", patch, "--pid", Pid(process));
            var off = ToolRun.Json("status", "--pid", Pid(process));
            Assert.Equal(System.Text.Json.JsonValueKind.Null, off.GetProperty("trust").ValueKind);
            Assert.Empty(off.GetProperty("versions")[1].GetProperty("signedBy").EnumerateArray());
        }

        using var next = _app.Start();
        ToolRun.Done("apply", patch, "--pid", Pid(next));
        var status = ToolRun.Json("status", "--pid", Pid(next));
        Assert.Matches($@"^require: 1 of 1 \(alice \([0-9a-f]{{12}}\)\) for {Name}$", status.GetProperty("trust").GetString());
        Assert.StartsWith("alice (", Assert.Single(status.GetProperty("versions")[1].GetProperty("signedBy").EnumerateArray()).GetString(), StringComparison.Ordinal);
        var text = ToolRun.Done("status", "--pid", Pid(next)).Output;
        Assert.Contains("signatures: require: ", text, StringComparison.Ordinal);
        Assert.Contains("  version 1: alice (", text, StringComparison.Ordinal);
    }
}
