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

    public static void WriteTerms(BinaryWriter writer, TurnTerms terms)
    {
        writer.Write(terms.Mode);
        writer.Write(terms.Timeout);
        writer.Write(terms.CancelUnits);
        writer.Write(terms.SharedState);
        writer.Write(terms.AcceptState);
        writer.Write(terms.AcceptOutsideCalls);
        writer.Write(terms.AcceptOlder);
        writer.Write(terms.AcceptInlined);
        writer.Write(terms.IfNoneAlive);
    }

    public static TurnTerms ReadTerms(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean())
    {
        SharedState = reader.ReadBoolean(),
        AcceptState = reader.ReadBoolean(),
        AcceptOutsideCalls = reader.ReadBoolean(),
        AcceptOlder = reader.ReadBoolean(),
        AcceptInlined = reader.ReadBoolean(),
        IfNoneAlive = reader.ReadBoolean(),
    };

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
