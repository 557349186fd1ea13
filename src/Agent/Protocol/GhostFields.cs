namespace HotWeave.Control.Protocol;

/// <summary>Writes and reads the messages of weaving in memory.</summary>
internal static class GhostFields
{
    public static void WriteRequest(BinaryWriter writer, GhostRequest request)
    {
        writer.Write(request.Library);
        writer.Write(request.Runtime);
        writer.Write(request.Patches);
        writer.Write(request.StubNow);
        ControlFields.WriteList(writer, request.Modules, WriteModule);
    }

    public static GhostRequest ReadRequest(BinaryReader reader) => new(
        reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadBoolean(), ControlFields.ReadList(reader, ReadModule));

    public static void WriteReply(BinaryWriter writer, GhostReply reply)
    {
        writer.Write(reply.Step);
        writer.Write(reply.Result);
        writer.Write(reply.Module);
        writer.Write(reply.Method);
        writer.Write(reply.DefineTime);
        writer.Write(reply.Problem);
        WriteStubs(writer, reply.Stubs);
        WriteActivations(writer, reply.Running);
    }

    public static GhostReply ReadReply(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadString())
    {
        Stubs = ReadStubs(reader),
        Running = ReadActivations(reader),
    };

    public static void WriteStatus(BinaryWriter writer, GhostStatusReply reply)
    {
        writer.Write(reply.IsGhost);
        WriteStubs(writer, reply.Stubs);
        WriteActivations(writer, reply.Running);
    }

    public static GhostStatusReply ReadStatus(BinaryReader reader) => new(reader.ReadBoolean(), ReadStubs(reader), ReadActivations(reader));

    private static void WriteStubs(BinaryWriter writer, StubCounts stubs)
    {
        writer.Write(stubs.Methods);
        writer.Write(stubs.Batches);
        writer.Write(stubs.LongestRequest);
        writer.Write(stubs.LongestBatch);
    }

    private static StubCounts ReadStubs(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64());

    private static void WriteActivations(BinaryWriter writer, IReadOnlyList<OldActivation> activations) =>
        ControlFields.WriteList(writer, activations, static (w, activation) =>
        {
            w.Write(activation.Method);
            w.Write(activation.Thread);
            w.Write(activation.IsSure);
            w.Write(activation.File);
            w.Write(activation.Token);
            w.Write(activation.Offset);
        });

    private static OldActivation[] ReadActivations(BinaryReader reader) =>
        ControlFields.ReadList(reader, static r => new OldActivation(r.ReadString(), r.ReadInt32(), r.ReadBoolean())
        {
            File = r.ReadString(),
            Token = r.ReadInt32(),
            Offset = r.ReadInt32(),
        });

    private static void WriteModule(BinaryWriter writer, GhostModule module)
    {
        writer.Write(module.Assembly);
        writer.Write(module.Mvid.ToString());
        ControlFields.WriteBytes(writer, module.Plan);
        ControlFields.WriteList(writer, module.Types, static (w, type) =>
        {
            w.Write(type.Type);
            WriteTokens(w, type.Methods);
        });
        WriteTokens(writer, module.Callers);
    }

    private static GhostModule ReadModule(BinaryReader reader) => new(
        reader.ReadString(),
        Guid.Parse(reader.ReadString()),
        ControlFields.ReadBytes(reader),
        ControlFields.ReadList(reader, static r => new GhostTypeMethods(r.ReadInt32(), ReadTokens(r))),
        ReadTokens(reader));

    private static void WriteTokens(BinaryWriter writer, IReadOnlyList<int> tokens) =>
        ControlFields.WriteList(writer, tokens, static (w, token) => w.Write(token));

    private static int[] ReadTokens(BinaryReader reader) => ControlFields.ReadList(reader, static r => r.ReadInt32());
}
