namespace HotWeave.Trust.Signing;

/// <summary>Names all keys that are trusted from now on: new ones are introduced by it, and those that it leaves out are revoked.</summary>
/// <param name="Application">The application that it is for.</param>
/// <param name="Number">1 for the first, then one more each time.</param>
/// <param name="Threshold">How many different keys must sign.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Sequence">Where patches' sequence numbers begin again; null where they go on.</param>
internal sealed record KeyStatement(string Application, long Number, int Threshold, IReadOnlyList<TrustedKey> Keys, long? Sequence)
{
    internal const string PayloadType = "application/vnd.hotweave.keys+json";

    /// <summary>How many keys there may be.</summary>
    internal const int MostKeys = 32;

    private const int Format = 1;

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    internal static KeyStatement Read(DsseEnvelope envelope)
    {
        if (envelope.PayloadType != PayloadType)
            throw new FormatException("it is no statement about keys");
        var fields = StrictJson.Parse(envelope.Payload, envelope.Payload.Length);
        if (fields.TakeNumber("format") != Format)
            throw new FormatException("its format is not known");
        var application = fields.TakeText("application");
        var number = fields.TakeNumber("number");
        var threshold = fields.TakeNumber("threshold");
        var keys = fields.TakeObjects("keys", MostKeys).Select(ReadKey).ToList();
        var sequence = fields.TakeOptionalNumber("sequence");
        fields.End();
        if (keys.DistinctBy(static k => k.Id).Count() != keys.Count)
            throw new FormatException("it names a key twice");
        if (threshold < 1 || threshold > keys.Count)
            throw new FormatException($"its threshold is {threshold} of {keys.Count} keys");
        return new KeyStatement(application, number, (int)threshold, keys, sequence);
    }

    /// <summary>The envelope without a signature.</summary>
    internal DsseEnvelope Write() => new(PayloadType, JsonBytes.Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("application", Application);
        json.WriteNumber("number", Number);
        json.WriteNumber("threshold", Threshold);
        json.WriteStartArray("keys");
        foreach (var key in Keys)
        {
            json.WriteStartObject();
            json.WriteString("name", key.Name);
            json.WriteBase64String("key", key.Info);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (Sequence is { } sequence)
            json.WriteNumber("sequence", sequence);
    }), []);

    private static TrustedKey ReadKey(JsonFields fields)
    {
        var key = TrustedKey.Read(fields.TakeText("name"), Convert.FromBase64String(fields.TakeText("key")));
        fields.End();
        return key;
    }
}
