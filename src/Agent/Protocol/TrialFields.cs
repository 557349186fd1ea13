namespace HotWeave.Control.Protocol;

/// <summary>Writes and reads what messages say of trials; a byte before them says whether there is one.</summary>
internal static class TrialFields
{
    public static void WriteTerms(BinaryWriter writer, TrialTerms? terms)
    {
        writer.Write(terms is not null);
        if (terms is null)
            return;
        writer.Write(terms.Share);
        writer.Write(terms.Window);
        writer.Write(terms.MaxErrorRate);
        writer.Write(terms.MaxLatencyRatio);
        writer.Write(terms.MinUnits);
        writer.Write(terms.Confirm);
    }

    public static TrialTerms? ReadTerms(BinaryReader reader) => reader.ReadBoolean()
        ? new TrialTerms(reader.ReadDouble(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), reader.ReadBoolean())
        : null;
}
