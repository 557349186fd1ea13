namespace HotWeave.Patches.Format;

/// <summary>Turns what a patch means for state into bytes and back, in the order of the records' parameters.</summary>
internal static class PatchStateCodec
{
    public static void Write(BinaryWriter writer, PatchState state)
    {
        PatchManifestCodec.WriteList(writer, state.Edits, WriteEdit);
        PatchManifestCodec.WriteList(writer, state.Shapes, WriteShape);
        PatchManifestCodec.WriteList(writer, state.Hooks, WriteHook);
        PatchManifestCodec.WriteList(writer, state.Marked, WriteMarked);
        // Left out where there are none, as by writers that did not know it; readers that do not know it refuse the patch.
        if (state.Unmade.Count > 0)
            PatchManifestCodec.WriteList(writer, state.Unmade, WriteUnmade);
    }

    /// <exception cref="FormatException">A count or an index is out of range.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static PatchState Read(BinaryReader reader, int baselines)
    {
        var state = new PatchState(
            PatchManifestCodec.ReadList(reader, ReadEdit), PatchManifestCodec.ReadList(reader, ReadShape), PatchManifestCodec.ReadList(reader, ReadHook))
        {
            Marked = PatchManifestCodec.ReadList(reader, ReadMarked),
            Unmade = ReadUnmadeTypes(reader),
        };
        var indexes = state.Edits.Select(static e => e.Baseline).Concat(state.Shapes.Select(static s => s.Baseline)).Concat(state.Marked.Select(static m => m.Baseline))
            .Concat(state.Unmade.Select(static u => u.Baseline));
        foreach (var index in indexes.Concat(state.Hooks.Where(static h => StateText.NamesType(h.Kind)).Select(static h => h.Baseline)))
        {
            if (index < 0 || index >= baselines)
                throw new FormatException("a change of state names a baseline that the manifest does not list");
        }

        foreach (var hook in state.Hooks)
        {
            if (hook.Kind is < PatchHookKind.ChangeObject or > PatchHookKind.RegisterServices)
                throw new FormatException("a hook has an unknown kind");
            if (StateText.IsCodeChange(hook.Kind) && (hook.From < 0 || hook.To <= hook.From))
                throw new FormatException("a hook's numbers are out of order");
        }

        return state;
    }

    private static UnmadeType[] ReadUnmadeTypes(BinaryReader reader)
    {
        if (reader.BaseStream.Position == reader.BaseStream.Length)
            return [];
        var types = PatchManifestCodec.ReadList(reader, static r => new UnmadeType(r.ReadInt32(), r.ReadString(), r.ReadString()));
        return types.Length > 0 ? types : throw new FormatException("a list that is left out where it is empty is there and empty");
    }

    private static void WriteUnmade(BinaryWriter writer, UnmadeType value)
    {
        writer.Write(value.Baseline);
        writer.Write(value.Type);
        writer.Write(value.Fields);
    }

    private static void WriteEdit(BinaryWriter writer, StateEdit value)
    {
        writer.Write(value.Baseline);
        writer.Write(value.Text);
        writer.Write(value.Mark);
        writer.Write(value.IsOneWay);
    }

    private static StateEdit ReadEdit(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadString(), reader.ReadString(), reader.ReadBoolean());

    private static void WriteShape(BinaryWriter writer, StateShape value)
    {
        writer.Write(value.Baseline);
        writer.Write(value.Type);
        writer.Write(value.Deployed);
        writer.Write(value.Number);
        writer.Write(value.IsLazy);
    }

    private static StateShape ReadShape(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());

    private static void WriteMarked(BinaryWriter writer, MarkedType value)
    {
        writer.Write(value.Baseline);
        writer.Write(value.Type);
        writer.Write(value.Mark);
        writer.Write(value.IsTracked);
    }

    private static MarkedType ReadMarked(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadString(), reader.ReadString(), reader.ReadBoolean());

    private static void WriteHook(BinaryWriter writer, PatchHook value)
    {
        writer.Write((byte)value.Kind);
        writer.Write(value.Baseline);
        writer.Write(value.Type);
        writer.Write(value.Name);
        writer.Write(value.Class);
        writer.Write(value.Method);
        writer.Write(value.From);
        writer.Write(value.To);
        writer.Write(value.IsUpOnly);
    }

    private static PatchHook ReadHook(BinaryReader reader) => new(
        (PatchHookKind)reader.ReadByte(),
        reader.ReadInt32(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadBoolean());
}
