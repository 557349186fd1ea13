using System.Text;
using HotWeave.Confirming;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Trust;
using HotWeave.Trust.Signing;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

/// <summary>What reads signatures, keys and journals says what is wrong by one kind of exception, whatever bytes it gets.</summary>
public sealed class HostileEnvelopeTests
{
    private const int Mutants = 4000;

    private static readonly Signer s_alice = new("alice");
    private static readonly PatchStatement s_statement = Signer.Describe(new Counters("Hostile", 1).Patch(1)) with { Expires = DateTimeOffset.UnixEpoch };
    private static readonly KeyStatement s_keys = new("shop", 1, 1, [s_alice.Key], 7);

    [Fact]
    public void Envelopes_are_read_or_refused() => Try(
        Signer.Sign(s_keys.Write(), s_alice).Write(), static bytes => EnvelopeSigners.Find(DsseEnvelope.Parse(bytes), [s_alice.Key], DateTimeOffset.UnixEpoch));

    [Fact]
    public void Statements_about_patches_are_read_or_refused() => Try(s_statement.Write(), static bytes => PatchStatement.Parse(bytes));

    [Fact]
    public void Statements_about_keys_are_read_or_refused() => Try(s_keys.Write().Payload, static bytes => KeyStatement.Read(s_keys.Write() with { Payload = bytes }));

    [Fact]
    public void Keys_are_read_or_refused()
    {
        Try(s_alice.Key.Info, static bytes => TrustedKey.Read("x", bytes));
        Try(Encoding.UTF8.GetBytes(s_alice.Pem), static bytes => KeyFile.Read(Encoding.UTF8.GetString(bytes), "x"));
    }

    [Fact]
    public void Journals_with_sequence_numbers_are_read_or_refused() => Try(
        Encoding.UTF8.GetBytes("keys 1 2\nsequence 7 Shop\nsequence 8 Shop.Billing"),
        static bytes => Assert.NotNull(Encoding.UTF8.GetString(bytes).Split('\n').Aggregate(SequenceFloors.None, static (floors, line) => floors.TryRead(line) ?? floors)));

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.Equal(s_statement.Write(), PatchStatement.Parse(s_statement.Write()).Write());
        Assert.Equal(s_keys.Write().Payload, KeyStatement.Read(s_keys.Write()).Write().Payload);
        var floors = SequenceFloors.None.With(s_statement) with { KeysNumber = 2, Base = 5 };
        var journal = PatchJournal.Parse(new PatchJournal([]) { Sequences = floors }.ToString());
        Assert.Equal(floors.Write(), journal.Sequences.Write());
        Assert.Equal(s_statement.Sequence, journal.Sequences.Find(s_statement));
        Assert.Equal(5, journal.Sequences.Find(s_statement with { Baselines = [new SignedBaseline("Other", "")] }));
    }

    private static void Try(byte[] seed, Action<byte[]> read)
    {
        read(seed);
        var random = new Random(7);
        for (var i = 0; i < Mutants; i++)
        {
            var mutant = random.Next(8) == 0 ? seed[..random.Next(seed.Length)] : (byte[])seed.Clone();
            for (var flips = random.Next(1, 4); flips > 0 && mutant.Length > 0; flips--)
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            try
            {
                read(mutant);
            }
            catch (FormatException)
            {
                // Refused.
            }
        }
    }
}
