using HotWeave.Trust.Signing;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

public sealed class KeyRotationTests
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly Signer s_alice = new("alice");
    private static readonly Signer s_bob = new("bob");
    private static readonly Signer s_carol = new("carol");
    private static readonly Signer s_dave = new("dave");
    private static readonly KeySet s_two = new([s_alice.Key, s_bob.Key], 2);

    [Fact]
    public void New_keys_are_introduced_by_enough_old_ones_and_what_is_left_out_is_revoked()
    {
        var envelope = Signer.Sign(Statement(1, 2, s_bob, s_carol), s_alice, s_bob, s_carol);
        var next = s_two.Follow(envelope, "shop", s_now);
        Assert.Equal([s_bob.Key.Id, s_carol.Key.Id], next.Keys.Select(static k => k.Id));
        Assert.Equal((2, 1L), (next.Threshold, next.Number));
        var last = next.Follow(Signer.Sign(Statement(2, 1, s_dave), s_bob, s_carol, s_dave), "shop", s_now);
        Assert.Equal([s_dave.Key.Id], last.Keys.Select(static k => k.Id));
        // The revoked one signs nothing any more, not even its own return.
        Refused(last, Signer.Sign(Statement(3, 1, s_alice), s_alice, s_bob, s_carol));
    }

    [Fact]
    public void Fewer_old_keys_than_must_introduce_nobody()
    {
        Refused(s_two, Signer.Sign(Statement(1, 1, s_carol), s_alice, s_carol));
        Refused(s_two, Signer.Sign(Statement(1, 1, s_carol), s_alice, s_alice, s_carol));
        Refused(s_two, Signer.Sign(Statement(1, 1, s_carol), s_carol, s_dave));
    }

    [Fact]
    public void New_keys_sign_too_so_that_nobody_locks_himself_out()
    {
        Refused(s_two, Signer.Sign(Statement(1, 1, s_carol), s_alice, s_bob));
        Refused(s_two, Signer.Sign(Statement(1, 2, s_carol, s_dave), s_alice, s_bob, s_carol));
    }

    [Fact]
    public void A_statement_about_keys_is_for_one_application_and_follows_the_one_before()
    {
        var good = Signer.Sign(Statement(1, 1, s_alice), s_alice, s_bob);
        Assert.Throws<FormatException>(() => s_two.Follow(good, "bank", s_now));
        Refused(s_two, Signer.Sign(Statement(2, 1, s_alice), s_alice, s_bob));
        Refused(s_two, Signer.Sign(Statement(0, 1, s_alice), s_alice, s_bob));
        // One that was taken is not taken again.
        Refused(s_two.Follow(good, "shop", s_now), good);
    }

    [Fact]
    public void A_statement_that_makes_no_sense_is_refused()
    {
        Refused(s_two, Signer.Sign(Statement(1, 3, s_alice, s_bob), s_alice, s_bob));
        Refused(s_two, Signer.Sign(Statement(1, 0, s_alice, s_bob), s_alice, s_bob));
        Refused(s_two, Signer.Sign(Statement(1, 1, s_alice, s_alice), s_alice, s_bob));
        Refused(s_two, Signer.Sign(Statement(1, 1), s_alice, s_bob));
        Refused(s_two, Signer.Sign(Statement(1, 1, s_alice) with { PayloadType = PatchStatement.PayloadType }, s_alice, s_bob));
    }

    private static DsseEnvelope Statement(long number, int threshold, params Signer[] keys) =>
        new KeyStatement("shop", number, threshold, [.. keys.Select(static k => k.Key)], null).Write();

    private static void Refused(KeySet keys, DsseEnvelope envelope) =>
        // As it comes out of a file.
        Assert.Throws<FormatException>(() => keys.Follow(DsseEnvelope.Parse(envelope.Write()), "shop", s_now));
}
