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

    public static void WriteReport(BinaryWriter writer, TrialReport? trial)
    {
        writer.Write(trial is not null);
        if (trial is null)
            return;
        writer.Write(trial.Version);
        writer.Write(trial.Against);
        writer.Write(trial.Share);
        writer.Write(trial.Window);
        writer.Write(trial.Elapsed);
        writer.Write(trial.Verdict);
        writer.Write(trial.Reason);
        WriteOutcomes(writer, trial.New);
        WriteOutcomes(writer, trial.Old);
    }

    public static TrialReport? ReadReport(BinaryReader reader) => reader.ReadBoolean()
        ? new TrialReport(
            reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString(),
            ReadOutcomes(reader), ReadOutcomes(reader))
        : null;

    private static void WriteOutcomes(BinaryWriter writer, OutcomesReport outcomes)
    {
        writer.Write(outcomes.Ended);
        writer.Write(outcomes.Failed);
        writer.Write(outcomes.MeanLatency);
    }

    private static OutcomesReport ReadOutcomes(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble());
}
