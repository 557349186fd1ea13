namespace HotWeave.Control.Protocol;

/// <summary>Writes and reads the parts of messages: lists with their count before them, the parts' own fields in order.</summary>
internal static class ControlFields
{
    public static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length < 0 || length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException("a block's length is out of range");
        return reader.ReadBytes(length);
    }

    public static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static void WritePrepared(BinaryWriter writer, PreparedReport prepared)
    {
        writer.Write(prepared.PatchId);
        writer.Write(prepared.FromLabel);
        writer.Write(prepared.ToLabel);
        writer.Write(prepared.Reclaimable);
        WriteStrings(writer, prepared.Types);
        WriteStrings(writer, prepared.AddedTypes);
        WriteStrings(writer, prepared.Edits);
        WriteStrings(writer, prepared.Remarks);
    }

    public static PreparedReport ReadPrepared(BinaryReader reader) => new(
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadBoolean(),
        ReadStrings(reader),
        ReadStrings(reader),
        ReadStrings(reader),
        ReadStrings(reader));

    public static void WriteVersion(BinaryWriter writer, VersionReport version)
    {
        writer.Write(version.Number);
        writer.Write(version.State);
        writer.Write(version.PatchId);
        writer.Write(version.FromLabel);
        writer.Write(version.ToLabel);
        writer.Write(version.Reclaimable);
        writer.Write(version.Bytes);
        writer.Write(version.Confirmed);
        WriteStrings(writer, version.Types);
        WriteStrings(writer, version.HeldBy);
        WriteStrings(writer, version.SignedBy);
    }

    public static VersionReport ReadVersion(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadBoolean(),
        reader.ReadInt64(),
        reader.ReadBoolean(),
        ReadStrings(reader),
        ReadStrings(reader))
    {
        SignedBy = ReadStrings(reader),
    };

    public static void WriteRetained(BinaryWriter writer, RetainedReport retained)
    {
        writer.Write(retained.Patches);
        writer.Write(retained.Assemblies);
        writer.Write(retained.Bytes);
    }

    public static RetainedReport ReadRetained(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64());

    public static void WritePurged(BinaryWriter writer, PurgedReport purged)
    {
        writer.Write(purged.Number);
        writer.Write(purged.Outcome);
        WriteList(writer, purged.Units, WriteUnit);
        writer.Write(purged.RunningUnits);
    }

    public static PurgedReport ReadPurged(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadString(), ReadList(reader, ReadUnit), reader.ReadInt32());

    public static void WriteTerms(BinaryWriter writer, TurnTerms terms)
    {
        writer.Write(terms.Mode);
        writer.Write(terms.Timeout);
        writer.Write(terms.CancelUnits);
        writer.Write(terms.SharedState);
        writer.Write(terms.AcceptState);
        writer.Write(terms.AcceptOutsideCalls);
        writer.Write(terms.AcceptOlder);
    }

    public static TurnTerms ReadTerms(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean())
    {
        SharedState = reader.ReadBoolean(),
        AcceptState = reader.ReadBoolean(),
        AcceptOutsideCalls = reader.ReadBoolean(),
        AcceptOlder = reader.ReadBoolean(),
    };

    public static void WriteUnit(BinaryWriter writer, UnitLine unit)
    {
        writer.Write(unit.Name);
        writer.Write(unit.Age);
        writer.Write(unit.Version);
        writer.Write(unit.Moved);
        writer.Write(unit.Cancelled);
    }

    public static UnitLine ReadUnit(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean());

    public static void WriteLoop(BinaryWriter writer, LoopLine loop)
    {
        writer.Write(loop.Method);
        writer.Write(loop.Version);
        writer.Write(loop.Running);
    }

    public static LoopLine ReadLoop(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());

    public static void WriteAssembly(BinaryWriter writer, WovenAssemblyReport assembly)
    {
        writer.Write(assembly.Name);
        writer.Write(assembly.BaselineId);
        writer.Write(assembly.LoadContext);
        writer.Write(assembly.SwappableTypes);
        writer.Write(assembly.PatchId);
    }

    public static WovenAssemblyReport ReadAssembly(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadString());

    public static void WriteStrings(BinaryWriter writer, IReadOnlyList<string> strings) => WriteList(writer, strings, static (w, s) => w.Write(s));

    public static string[] ReadStrings(BinaryReader reader) => ReadList(reader, static r => r.ReadString());

    public static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    public static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        // Every item takes at least one byte, so a count beyond the rest is a lie that must not allocate.
        if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException("a list's count is out of range");
        var items = new T[count];
        for (var i = 0; i < count; i++)
            items[i] = read(reader);
        return items;
    }
}
