using System.Text;

namespace HotWeave.Control.Protocol;

/// <summary>
/// Turns messages into bytes and back: a kind byte, then the record's parameters in order; strings as length-prefixed UTF-8, lists counted.
/// Binary and by hand, because the agent runs in other people's processes, where trimming may have taken reflection-based serialisers away.
/// </summary>
internal static class ControlMessageCodec
{
    private const byte HelloKind = 1;
    private const byte WelcomeKind = 2;
    private const byte StatusRequestKind = 3;
    private const byte ApplyRequestKind = 4;
    private const byte RollbackRequestKind = 5;
    private const byte StatusReplyKind = 6;
    private const byte SwapReplyKind = 7;
    private const byte RefusalKind = 8;
    private const byte ReverseRequestKind = 9;
    private const int NoVersion = -1;

    public static byte[] Encode(ControlMessage message)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            Write(writer, message);
        return stream.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no message of this protocol.</exception>
    public static ControlMessage Decode(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
            var message = Read(reader);
            if (reader.BaseStream.Position != bytes.Length)
                throw new FormatException("bytes follow a message");
            return message;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new FormatException("a message ends early or is damaged", e);
        }
    }

    private static void Write(BinaryWriter writer, ControlMessage message)
    {
        switch (message)
        {
            case Hello hello:
                writer.Write(HelloKind);
                writer.Write(ControlProtocol.Magic);
                writer.Write(hello.Protocol);
                break;
            case Welcome welcome:
                writer.Write(WelcomeKind);
                writer.Write(ControlProtocol.Magic);
                writer.Write(welcome.Protocol);
                writer.Write(welcome.ProcessId);
                writer.Write(welcome.Framework);
                writer.Write(welcome.RuntimeVersion);
                writer.Write(welcome.Problem);
                break;
            case StatusRequest:
                writer.Write(StatusRequestKind);
                break;
            case ApplyRequest apply:
                writer.Write(ApplyRequestKind);
                writer.Write(apply.Reclaimable);
                WriteTerms(writer, apply.Terms);
                writer.Write(apply.Patch.Length);
                writer.Write(apply.Patch);
                break;
            case RollbackRequest rollback:
                writer.Write(RollbackRequestKind);
                writer.Write(rollback.To ?? NoVersion);
                WriteTerms(writer, rollback.Terms);
                break;
            case ReverseRequest:
                writer.Write(ReverseRequestKind);
                break;
            case StatusReply status:
                writer.Write(StatusReplyKind);
                writer.Write(status.Current);
                writer.Write(status.Operation);
                WriteList(writer, status.Versions, WriteVersion);
                WriteList(writer, status.Assemblies, WriteAssembly);
                WriteList(writer, status.Units, WriteUnit);
                writer.Write(status.RunningUnits);
                writer.Write(status.WaitingUnits);
                WriteStrings(writer, status.NotKnown);
                break;
            case SwapReply swap:
                writer.Write(SwapReplyKind);
                writer.Write(swap.From);
                writer.Write(swap.To);
                writer.Write(swap.PatchId);
                writer.Write(swap.FromLabel);
                writer.Write(swap.ToLabel);
                writer.Write(swap.Mode);
                writer.Write(swap.ModeReason);
                WriteStrings(writer, swap.Types);
                WriteStrings(writer, swap.Edits);
                WriteStrings(writer, swap.Remarks);
                WriteStrings(writer, swap.Warnings);
                break;
            case Refusal refusal:
                writer.Write(RefusalKind);
                writer.Write(refusal.Code);
                writer.Write(refusal.Message);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} has no encoding", nameof(message));
        }
    }

    private static ControlMessage Read(BinaryReader reader)
    {
        var kind = reader.ReadByte();
        return kind switch
        {
            HelloKind => new Hello(ReadProtocol(reader)),
            WelcomeKind => new Welcome(ReadProtocol(reader), reader.ReadInt32(), reader.ReadString(), reader.ReadString(), reader.ReadString()),
            StatusRequestKind => new StatusRequest(),
            ApplyRequestKind => new ApplyRequest(reader.ReadBoolean(), ReadTerms(reader), ReadBytes(reader)),
            RollbackRequestKind => new RollbackRequest(reader.ReadInt32() is var to and >= 0 ? to : null, ReadTerms(reader)),
            StatusReplyKind => ReadStatusReply(reader),
            SwapReplyKind => ReadSwapReply(reader),
            ReverseRequestKind => new ReverseRequest(),
            RefusalKind => new Refusal(reader.ReadString(), reader.ReadString()),
            _ => throw new FormatException($"there is no message of kind {kind}"),
        };
    }

    private static int ReadProtocol(BinaryReader reader) =>
        reader.ReadUInt32() == ControlProtocol.Magic ? reader.ReadInt32() : throw new FormatException("the other side is not HotWeave");

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length < 0 || length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException("a block's length is out of range");
        return reader.ReadBytes(length);
    }

    private static void WriteVersion(BinaryWriter writer, VersionReport version)
    {
        writer.Write(version.Number);
        writer.Write(version.State);
        writer.Write(version.PatchId);
        writer.Write(version.FromLabel);
        writer.Write(version.ToLabel);
        writer.Write(version.Reclaimable);
        WriteStrings(writer, version.Types);
    }

    private static VersionReport ReadVersion(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadBoolean(),
        ReadStrings(reader));

    private static StatusReply ReadStatusReply(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadString(),
        ReadList(reader, ReadVersion),
        ReadList(reader, ReadAssembly),
        ReadList(reader, ReadUnit),
        reader.ReadInt32(),
        reader.ReadInt32(),
        ReadStrings(reader));

    private static void WriteTerms(BinaryWriter writer, TurnTerms terms)
    {
        writer.Write(terms.Mode);
        writer.Write(terms.Timeout);
        writer.Write(terms.CancelUnits);
    }

    private static TurnTerms ReadTerms(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean());

    private static void WriteUnit(BinaryWriter writer, UnitLine unit)
    {
        writer.Write(unit.Name);
        writer.Write(unit.Age);
        writer.Write(unit.Version);
        writer.Write(unit.Moved);
        writer.Write(unit.Cancelled);
    }

    private static UnitLine ReadUnit(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean());

    private static SwapReply ReadSwapReply(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        ReadStrings(reader),
        ReadStrings(reader),
        ReadStrings(reader),
        ReadStrings(reader));

    private static void WriteAssembly(BinaryWriter writer, WovenAssemblyReport assembly)
    {
        writer.Write(assembly.Name);
        writer.Write(assembly.BaselineId);
        writer.Write(assembly.LoadContext);
        writer.Write(assembly.SwappableTypes);
    }

    private static WovenAssemblyReport ReadAssembly(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32());

    private static void WriteStrings(BinaryWriter writer, IReadOnlyList<string> strings) => WriteList(writer, strings, static (w, s) => w.Write(s));

    private static string[] ReadStrings(BinaryReader reader) => ReadList(reader, static r => r.ReadString());

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    private static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
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
