namespace HotWeave.Trust.Signing;

/// <summary>The keys that are trusted, and how many of them must agree. Immutable.</summary>
/// <param name="Keys">Each once.</param>
/// <param name="Threshold">How many different ones must have signed.</param>
internal sealed record KeySet(IReadOnlyList<TrustedKey> Keys, int Threshold)
{
    /// <summary>How many statements changed the keys that the configuration names.</summary>
    internal long Number { get; init; }

    /// <summary>Where patches' sequence numbers begin again by the last statement; null where it does not say.</summary>
    internal long? Sequence { get; init; }

    /// <summary>Who signed an envelope.</summary>
    /// <exception cref="FormatException">Fewer did than must; the message says who.</exception>
    internal IReadOnlyList<TrustedKey> Require(DsseEnvelope envelope, DateTimeOffset now)
    {
        var signers = EnvelopeSigners.Find(envelope, Keys, now);
        return signers.Count >= Threshold ? signers : throw new FormatException(
            $"{Threshold} of {Keys.Count} trusted keys must have signed, and {signers.Count} did{Named(signers)}; it says to be signed by {EnvelopeSigners.Name(envelope)}");
    }

    /// <summary>
    /// The keys that a statement puts in place of these. The old keys must have signed it, since they are trusted, and the new ones, so
    /// that nobody locks himself out.
    /// </summary>
    /// <exception cref="FormatException">It is not signed by enough of both, not the next one, or for another application.</exception>
    internal KeySet Follow(DsseEnvelope envelope, string application, DateTimeOffset now)
    {
        Require(envelope, now);
        var statement = KeyStatement.Read(envelope);
        if (statement.Application != application)
            throw new FormatException($"it is for the application {statement.Application}, and this is {application}");
        if (statement.Number != Number + 1)
            throw new FormatException($"its number is {statement.Number}, and the next is {Number + 1}");
        var next = new KeySet(statement.Keys, statement.Threshold) { Number = statement.Number, Sequence = statement.Sequence };
        next.Require(envelope, now);
        return next;
    }

    private static string Named(IReadOnlyList<TrustedKey> signers) => signers.Count == 0 ? "" : " (" + string.Join(", ", signers.Select(static s => s.Name)) + ")";
}
