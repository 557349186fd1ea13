using System.Text;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Ghost;
using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Writing.Ghost;

/// <summary>Writes plans as the native part of the same tool reads them in a live process (its ModulePlan; docs/formats.md).</summary>
internal sealed class GhostPlanWriter
{
    /// <summary>The first bytes: <c>HWGP</c>.</summary>
    public const uint Magic = 0x50475748;

    /// <summary>The number of the format.</summary>
    public const int Format = 1;

    /// <summary>What the mark of a loaded assembly says behind the settings of its copy.</summary>
    public const string LivePart = ";live";

    private const int Constructor = 1;
    private const int TailCall = 2;

    private readonly BinaryWriter _writer;

    private GhostPlanWriter(BinaryWriter writer) => _writer = writer;

    /// <summary>The bytes of plans that are carried out together.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="runtime">The version of the runtime that the dispatch classes refer to.</param>
    public static byte[] Write(IReadOnlyList<GhostPlan> plans, Version runtime)
    {
        var stream = new MemoryStream();
        using var binary = new BinaryWriter(stream, Encoding.UTF8);
        var writer = new GhostPlanWriter(binary);
        binary.Write(Magic);
        binary.Write(Format);
        foreach (var number in new[] { runtime.Major, runtime.Minor, runtime.Build, runtime.Revision })
            binary.Write(checked((ushort)Math.Max(0, number)));
        writer.WriteList(plans, writer.Write);
        return stream.ToArray();
    }

    private void Write(GhostPlan plan)
    {
        _writer.Write(plan.Mvid.ToByteArray());
        _writer.Write(plan.CoreScope);
        Write(Attribute(plan.Mark));
        Write(GeneratedName.Slots);
        WriteList(plan.Types, Write);
    }

    private void Write(GhostType type)
    {
        Write(type.DispatchClass);
        Write(type.Slot);
        WriteList(type.Exports, Write);
    }

    private void Write(GhostExport export)
    {
        _writer.Write(export.Method);
        _writer.Write((export.IsConstructor ? Constructor : 0) | (export.TailCall ? TailCall : 0));
        _writer.Write(export.Arguments);
        Write(export.DispatchMethod);
        Write(export.Signature);
        Write(export.Instantiation);
        WriteList(export.Parameters, Write);
    }

    private void Write(GhostParameter parameter)
    {
        _writer.Write(parameter.Flags);
        Write(parameter.Name);
        WriteList(parameter.Constraints, Write);
    }

    private void Write(GhostConstraint constraint)
    {
        _writer.Write(constraint.Token);
        Write(constraint.Signature);
    }

    // The value of [Baseline(id, format, settings)] (II.23.3). What is loaded has stubs only where somebody has asked for them, unlike the copy.
    private static byte[] Attribute(BaselineMark mark)
    {
        var value = new List<byte> { 1, 0 };
        AddString(value, mark.Id);
        value.AddRange(BitConverter.GetBytes(mark.Format));
        AddString(value, mark.Settings + LivePart);
        value.AddRange([0, 0]);
        return [.. value];
    }

    private static void AddString(List<byte> value, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        MetadataTables.WriteCompressed(value, bytes.Length);
        value.AddRange(bytes);
    }

    private void WriteList<T>(IReadOnlyList<T> items, Action<T> write)
    {
        _writer.Write(items.Count);
        foreach (var item in items)
            write(item);
    }

    private void Write(string name)
    {
        _writer.Write(name.Length);
        _writer.Write(Encoding.Unicode.GetBytes(name + "\0"));
    }

    private void Write(byte[] blob)
    {
        _writer.Write(blob.Length);
        _writer.Write(blob);
    }
}
