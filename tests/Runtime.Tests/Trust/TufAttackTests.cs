using System.Text;
using HotWeave.Admission;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Trust;
using HotWeave.Trust.Signing;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

/// <summary>
/// The attacks that The Update Framework names, each on a process that requires signatures. A refusal that is about the signature, and not HW6101 of damaged patches, shows that nothing of the patch was read.
/// </summary>
public sealed class TufAttackTests
{
    private static readonly Counters s_counters = new("Tuf", 2);
    private static readonly Signer s_alice = new("alice");
    private static readonly Signer s_bob = new("bob");
    private static readonly Signer s_mallory = new("mallory");
    private static readonly TrustPolicy s_policy = Signer.Require(1, s_alice);

    private readonly byte[] _patch = s_counters.Patch(1);

    [Fact]
    public void Arbitrary_software_is_not_read()
    {
        Refused("HW6340", _patch);
        Refused("HW6342", Signer.Sign(_patch, 1, s_mallory));
        Refused("HW6342", Signer.Sign(_patch, 1));
        // Says to be Alice's, and is Mallory's.
        var envelope = new DsseEnvelope(PatchStatement.PayloadType, Signer.Describe(_patch).Write(), []);
        var forged = s_mallory.Sign(envelope) with { KeyId = s_alice.Key.Id };
        Refused("HW6342", SignatureBlock.Put(_patch, (envelope with { Signatures = [forged] }).Write()));
        Refused("HW6340", Encoding.UTF8.GetBytes("what is no patch at all"));
        Refused("HW6340", []);

        var admitted = Signer.Admission(s_policy).Admit(Signer.Sign(_patch, 1, s_mallory, s_alice), false);
        Assert.Equal([s_alice.Key.ToString()], admitted.Signature!.SignedBy);
        Assert.Empty(admitted.Warnings);
    }

    [Fact]
    public void Not_one_byte_of_a_signed_patch_can_be_another()
    {
        var signed = Signer.Sign(_patch, 1, s_alice);
        var admission = Signer.Admission(s_policy);
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < signed.Length; i += i < _patch.Length - 5 ? 5 : 1)
        {
            var changed = (byte[])signed.Clone();
            changed[i] ^= 1;
            var code = Code(admission, changed);
            codes.Add(code);
            // The magic, and the digest that the file has of itself, are not signed but compared with what is.
            if (code == "HW6101")
                Assert.True(i is < 8 or >= 12 and < 44);
            // JSON round the signed bytes may be written otherwise: it means the same, or nothing.
            if (code.Length == 0)
                Assert.True(i > _patch.Length && admission.Admit(changed, false) is { Signature.SignedBy.Count: 1 } admitted && admitted.File.Id == PatchFile.Read(_patch).Id);
        }

        Assert.Equal(["", "HW6101", "HW6340", "HW6341", "HW6342", "HW6344"], codes);
        for (var length = 0; length < signed.Length; length += 29)
            Assert.Equal("HW6340", Code(admission, signed[..length]));
    }

    [Fact]
    public void Endless_data_is_read_to_its_bounds_and_no_further()
    {
        // An envelope that says to be longer than any may be, or than the file is.
        var signed = Signer.Sign(_patch, 1, s_alice);
        foreach (var length in (uint[])[SignatureBlock.LongestEnvelope + 1, uint.MaxValue, (uint)signed.Length])
        {
            var lying = (byte[])signed.Clone();
            BitConverter.GetBytes(length).CopyTo(lying, lying.Length - 12);
            Refused("HW6341", lying);
        }

        // One that is full of what takes room.
        foreach (var filling in (string[])["[", "{\"a\":", "\"\\ud800", "1", "{\"keyid\":\"\",\"sig\":\"\"},"])
        {
            var text = "{\"payloadType\":\"x\",\"payload\":\"\",\"signatures\":[" + string.Concat(Enumerable.Repeat(filling, SignatureBlock.LongestEnvelope / filling.Length));
            Refused("HW6341", SignatureBlock.Put(_patch, Encoding.UTF8.GetBytes(text)[..SignatureBlock.LongestEnvelope]));
        }

        // More bytes than were signed are not so much as digested.
        Refused("HW6344", Signer.Put([.. _patch, .. new byte[1_000_000]], Signer.Describe(_patch), s_alice));
        Refused("HW6101", new byte[PatchFile.LongestFile + 1]);
    }

    [Fact]
    public void Extraneous_dependencies_are_not_loaded()
    {
        var file = PatchFile.Read(_patch);
        var more = PatchFile.Make(file.Manifest, file.Assembly, file.Symbols, file.Earlier, [new PatchDependency("Evil", "1.0.0.0", file.Assembly, [], [])]);
        Refused("HW6344", Signer.Put(more.Bytes, Signer.Describe(_patch), s_alice));
        var satellite = PatchFile.Make(
            file.Manifest, file.Assembly, file.Symbols, file.Earlier, [new PatchDependency("Evil", "1.0.0.0", file.Assembly, [], [new PatchSatellite("de", file.Assembly)])]);
        Refused("HW6344", Signer.Put(satellite.Bytes, Signer.Describe(more.Bytes), s_alice));
    }

    [Fact]
    public void Fast_forward_ends_with_the_keys_that_made_it()
    {
        // A number that nothing comes after keeps everything else out, and whoever holds enough keys can give it.
        var far = Signer.Sign(_patch, (1L << 53) - 1, s_alice);
        var journal = Signer.Admission(s_policy).Admit(far, false).Signature!.Statement;
        var confirmed = SequenceFloors.None.With(journal);
        Refused("HW6346", Signer.Sign(s_counters.Patch(2), 7, s_alice), confirmed);
        Refused("HW6341", Signer.Sign(_patch, 1L << 53, s_alice));

        // New keys let the numbers begin again, and what the lost ones signed is nothing.
        var policy = s_policy with { Keys = new KeySet([s_bob.Key], 1) { Number = 1, Sequence = 5 } };
        Assert.Equal("HW6342", Code(Signer.Admission(policy, confirmed), far));
        Assert.Equal("HW6346", Code(Signer.Admission(policy, confirmed), Signer.Sign(s_counters.Patch(2), 4, s_bob)));
        Assert.Equal("", Code(Signer.Admission(policy, confirmed), Signer.Sign(s_counters.Patch(2), 7, s_bob)));
        // Once what came after is confirmed, it counts on from there.
        var next = confirmed.Under(policy.Keys).With(journal with { Sequence = 7 });
        Assert.Equal("HW6346", Code(Signer.Admission(policy, next), Signer.Sign(s_counters.Patch(2), 6, s_bob)));
    }

    [Fact]
    public void Indefinite_freeze_ends_when_the_signature_expires()
    {
        var clock = new SetClock();
        var statement = Signer.Describe(_patch) with { Expires = clock.Now.AddDays(1) };
        var signed = Signer.Put(_patch, statement, s_alice);
        var admission = Signer.Admission(s_policy, null, clock);
        Assert.Equal("", Code(admission, signed));
        Assert.NotNull(admission.AdmitConfirmed(signed, SequenceFloors.None).Signature);
        clock.Now = clock.Now.AddDays(1);
        Assert.Equal("HW6345", Code(admission, signed));
        Assert.Equal("HW6345", Assert.Throws<SwapException>(() => admission.AdmitConfirmed(signed, SequenceFloors.None)).Code);
    }

    [Fact]
    public void Mix_and_match_of_what_was_signed_is_another_patch()
    {
        var one = PatchFile.Read(_patch);
        var two = PatchFile.Read(s_counters.Patch(2));
        var statements = new[] { Signer.Describe(one.Bytes), Signer.Describe(two.Bytes) };
        byte[][] mixed =
        [
            PatchFile.Write(one.Manifest, two.Assembly, one.Symbols),
            PatchFile.Write(two.Manifest, one.Assembly, one.Symbols),
            PatchFile.Write(one.Manifest, one.Assembly, two.Symbols),
            PatchFile.Write(one.Manifest, one.Assembly, []),
        ];
        foreach (var patch in mixed)
        {
            foreach (var statement in statements)
                Refused("HW6344", Signer.Put(patch, statement, s_alice));
        }

        Refused("HW6344", Signer.Put(one.Bytes, statements[1], s_alice));
        // A statement that is true of the bytes, and not of what is in them.
        Refused("HW6344", Signer.Put(one.Bytes, statements[0] with { ToLabel = "v9" }, s_alice));
        Refused("HW6344", Signer.Put(one.Bytes, statements[0] with { Baselines = [new SignedBaseline("Tuf", new string('0', 64))] }, s_alice));
        // A statement about keys is none about a patch, whoever signed it.
        var keys = Signer.Sign(new KeyStatement("shop", 1, 1, [s_alice.Key], null).Write(), s_alice);
        Refused("HW6341", SignatureBlock.Put(one.Bytes, keys.Write()));
        Refused("HW6342", SignatureBlock.Put(one.Bytes, (keys with { PayloadType = PatchStatement.PayloadType }).Write()));
    }

    [Fact]
    public void Rollback_to_an_older_patch_takes_a_newer_signature()
    {
        var confirmed = SequenceFloors.None.With(Signer.Describe(s_counters.Patch(2)) with { Sequence = 7 });
        var old = Signer.Sign(_patch, 6, s_alice);
        Refused("HW6346", old, confirmed);
        Assert.Equal("", Code(Signer.Admission(s_policy, confirmed), Signer.Sign(_patch, 8, s_alice)));
        // The operator alone is not enough, unless the process was started so.
        Assert.Equal("HW6346", Code(Signer.Admission(s_policy, confirmed), old, acceptsOlder: true));
        Assert.Equal("HW6346", Code(Signer.Admission(s_policy with { AcceptsOlder = true }, confirmed), old));
        Assert.Equal("", Code(Signer.Admission(s_policy with { AcceptsOlder = true }, confirmed), old, acceptsOlder: true));
        // A journal that names an older patch than its own numbers allow was put together from two.
        Assert.Equal("HW6346", Assert.Throws<SwapException>(() => Signer.Admission(s_policy).AdmitConfirmed(old, confirmed)).Code);
        // Other assemblies have numbers of their own.
        Assert.Equal("", Code(Signer.Admission(s_policy, SequenceFloors.None with { Assemblies = new Dictionary<string, long> { ["Other"] = 9 } }), old));
    }

    [Fact]
    public void Wrong_software_for_this_application_is_not_read()
    {
        Refused("HW6343", Signer.Put(_patch, Signer.Describe(_patch) with { Application = "bank" }, s_alice));
        Refused("HW6343", Signer.Put(_patch, Signer.Describe(_patch) with { Application = "Shop" }, s_alice));
        Refused("HW6343", Signer.Put([.. "HOTPATCH and then nothing that can be read"u8], Signer.Describe(_patch) with { Application = "bank" }, s_alice));
    }

    [Fact]
    public void Keys_below_the_threshold_sign_nothing()
    {
        var policy = Signer.Require(2, s_alice, s_bob, new Signer("carol"));
        Assert.Equal("HW6342", Code(Signer.Admission(policy), Signer.Sign(_patch, 1, s_alice)));
        // One key is one signer, however often it signs.
        Assert.Equal("HW6342", Code(Signer.Admission(policy), Signer.Sign(_patch, 1, s_alice, s_alice, s_alice, s_mallory)));
        Assert.Equal("", Code(Signer.Admission(policy), Signer.Sign(_patch, 1, s_alice, s_bob)));
        var twice = policy with { Keys = new KeySet([s_alice.Key, s_alice.Key, s_bob.Key], 2) };
        Assert.Equal("HW6342", Code(Signer.Admission(twice), Signer.Sign(_patch, 1, s_alice, s_alice)));
    }

    private static void Refused(string code, byte[] file, SequenceFloors? confirmed = null)
    {
        Assert.Equal(code, Code(Signer.Admission(s_policy, confirmed), file));
        // Where it is only looked at, the same is a warning, and what is a patch is taken.
        var warning = Signer.Admission(s_policy with { Mode = TrustMode.Warn }, confirmed);
        try
        {
            Assert.StartsWith(code + ": ", Assert.Single(warning.Admit(file, false).Warnings), StringComparison.Ordinal);
        }
        catch (SwapException e)
        {
            Assert.Equal("HW6101", e.Code);
        }
    }

    private static string Code(PatchAdmission admission, byte[] file, bool acceptsOlder = false)
    {
        try
        {
            admission.Admit(file, acceptsOlder);
            return "";
        }
        catch (SwapException e)
        {
            return e.Code;
        }
    }

    private sealed class SetClock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
