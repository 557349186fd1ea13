namespace HotWeave.Control.Protocol;

/// <summary>Writes and reads the messages of weaving in memory.</summary>
internal static class GhostFields
{
    public static void WriteRequest(BinaryWriter writer, GhostRequest request)
    {
        writer.Write(request.Library);
        writer.Write(request.Runtime);
        ControlFields.WriteBytes(writer, request.Plans);
        ControlFields.WriteList(writer, request.Modules, WriteModule);
    }

    public static GhostRequest ReadRequest(BinaryReader reader) => new(
        reader.ReadString(), reader.ReadString(), ControlFields.ReadBytes(reader), ControlFields.ReadList(reader, ReadModule));

    public static void WriteReply(BinaryWriter writer, GhostReply reply)
    {
        writer.Write(reply.Step);
        writer.Write(reply.Result);
        writer.Write(reply.Module);
        writer.Write(reply.Method);
        writer.Write(reply.Methods);
        writer.Write(reply.DefineTime);
        writer.Write(reply.RequestTime);
        writer.Write(reply.Problem);
        WriteActivations(writer, reply.Running);
    }

    public static GhostReply ReadReply(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadString())
    {
        Running = ReadActivations(reader),
    };

    public static void WriteActivations(BinaryWriter writer, IReadOnlyList<OldActivation> activations) =>
        ControlFields.WriteList(writer, activations, static (w, activation) =>
        {
            w.Write(activation.Method);
            w.Write(activation.Thread);
            w.Write(activation.IsSure);
        });

    public static OldActivation[] ReadActivations(BinaryReader reader) =>
        ControlFields.ReadList(reader, static r => new OldActivation(r.ReadString(), r.ReadInt32(), r.ReadBoolean()));

    private static void WriteModule(BinaryWriter writer, GhostModule module)
    {
        writer.Write(module.Assembly);
        writer.Write(module.Mvid);
        ControlFields.WriteList(writer, module.Methods, static (w, token) => w.Write(token));
        ControlFields.WriteList(writer, module.Callers, static (w, token) => w.Write(token));
    }

    private static GhostModule ReadModule(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), ReadTokens(reader), ReadTokens(reader));

    private static int[] ReadTokens(BinaryReader reader) => ControlFields.ReadList(reader, static r => r.ReadInt32());
}
