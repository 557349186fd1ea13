using HotWeave.Trust;
using HotWeave.Trust.Signing;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

public sealed class TrustSettingsTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly Signer _alice = new("alice");

    public TrustSettingsTests()
    {
        Directory.CreateDirectory(_folder);
        Put("alice.pub.pem", _alice.Pem);
        _settings["HotWeave.Trust"] = "require";
        _settings["HotWeave.TrustKeys"] = _folder;
        _settings["HotWeave.TrustApplication"] = "shop";
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_set_is_off()
    {
        _settings.Clear();
        Assert.Equal(TrustMode.Off, Read().Mode);
        _settings["HotWeave.Trust"] = "OFF";
        _settings["HotWeave.TrustKeys"] = "nothing";
        Assert.Equal((TrustMode.Off, null), (Read().Mode, Read().Problem));
    }

    [Fact]
    public void Keys_are_files_folders_and_text()
    {
        Assert.Equal("alice", Assert.Single(Keys()).Name);
        var bob = new Signer("bob");
        Put("both.pem", _alice.Pem + "\nsome text\n" + bob.Pem);
        Put("README.txt", "no key");
        Assert.Equal(2, Keys().Count);
        _settings["HotWeave.TrustKeys"] = Path.Combine(_folder, "alice.pub.pem") + Path.PathSeparator + Path.Combine(_folder, "both.pem");
        Assert.Equal([_alice.Key.Id, bob.Key.Id], Keys().Select(static k => k.Id));
        _settings["HotWeave.TrustKeys"] = bob.Pem;
        Assert.Equal([bob.Key.Id], Keys().Select(static k => k.Id));
    }

    [Fact]
    public void Statements_about_keys_are_followed_in_the_order_of_their_numbers()
    {
        var bob = new Signer("bob");
        var carol = new Signer("carol");
        Put("a.keys", Statement(2, carol, bob));
        Put("b.keys", Statement(1, bob, _alice));
        Assert.Equal([carol.Key.Id], Keys().Select(static k => k.Id));
        Assert.Equal(2, Read().Keys.Number);
        File.Delete(Path.Combine(_folder, "b.keys"));
        Assert.Contains("a.keys: ", Problem(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HotWeave.Trust", "requre", "mode is 'requre'")]
    [InlineData("HotWeave.TrustThreshold", "2", "threshold is 2 of 1")]
    [InlineData("HotWeave.TrustThreshold", "0", "threshold is 0 of 1")]
    [InlineData("HotWeave.TrustThreshold", "-1", "threshold is '-1'")]
    [InlineData("HotWeave.TrustThreshold", "99999999999999999999", "threshold is '99999999999999999999'")]
    [InlineData("HotWeave.TrustKeys", "", "no key is trusted")]
    [InlineData("HotWeave.TrustKeys", "/nothing/there", "/nothing/there")]
    [InlineData("HotWeave.TrustKeys", "-----BEGIN PUBLIC KEY-----\nMFk=\n-----END PUBLIC KEY-----", "")]
    [InlineData("HotWeave.TrustKeys", "-----BEGIN PRIVATE KEY-----\nMFk=\n-----END PRIVATE KEY-----", "private key")]
    [InlineData("HotWeave.TrustOlder", "yes", "'yes'")]
    [InlineData("HotWeave.TrustFile", "/nothing/there", "/nothing/there")]
    public void What_cannot_be_used_is_said_and_nothing_is_believed(string setting, string value, string part)
    {
        _settings[setting] = value;
        Assert.Contains(part, Problem(), StringComparison.Ordinal);
        Assert.Equal("HW6347", Assert.Throws<SwapException>(() => Signer.Admission(Read()).Admit(new byte[10], true)).Code);
    }

    [Theory]
    [InlineData("warn")]
    [InlineData("require")]
    public void What_cannot_be_used_is_as_grave_as_the_mode_says(string mode)
    {
        _settings["HotWeave.Trust"] = mode;
        _settings["HotWeave.TrustKeys"] = "/nothing/there";
        Assert.Equal(mode, Read().Mode.ToString(), ignoreCase: true);
        Assert.NotNull(Read().Problem);
    }

    [Theory]
    [InlineData("{}", "Require")]
    [InlineData("{\"mode\":\"warn\",\"threshold\":1,\"older\":\"accept\",\"application\":\"shop\"}", "Warn")]
    [InlineData("{\"mode\":\"off\"}", "Off")]
    public void A_file_says_what_is_not_set_otherwise(string text, string mode)
    {
        _settings.Remove("HotWeave.Trust");
        _settings["HotWeave.TrustFile"] = Put("policy.json", text);
        Assert.Equal((mode, null), (Read().Mode.ToString(), Read().Problem));
        _settings["HotWeave.Trust"] = "require";
        Assert.Equal(TrustMode.Require, Read().Mode);
    }

    [Theory]
    [InlineData("{\"mode\":\"require\",\"keyz\":[]}")]
    [InlineData("{\"mode\":\"require\",\"threshold\":\"2\"}")]
    [InlineData("mode: require")]
    public void A_file_that_says_what_nobody_knows_is_of_no_use(string text)
    {
        _settings.Remove("HotWeave.Trust");
        _settings["HotWeave.TrustFile"] = Put("policy.json", text);
        Assert.NotNull(Read().Problem);
        Assert.Equal(TrustMode.Require, Read().Mode);
    }

    private TrustPolicy Read() => TrustSettings.Read((setting, _) => _settings.TryGetValue(setting, out var value) ? (setting, value) : null, s_now);

    private string Problem() => Read().Problem ?? throw new InvalidOperationException("it can be used");

    private IReadOnlyList<TrustedKey> Keys() => Read() is { Problem: null } policy ? policy.Keys.Keys : throw new InvalidOperationException(Read().Problem);

    private string Put(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Statement(long number, Signer next, Signer before) =>
        System.Text.Encoding.UTF8.GetString(Signer.Sign(new KeyStatement("shop", number, 1, [next.Key], null).Write(), before, next).Write());
}
