using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>An assembly's bytes, with the bodies of its methods found in them: for what needs no objects for each instruction.</summary>
internal sealed class RawImage
{
    private const int FieldPointers = 0x03;
    private const int MethodPointers = 0x05;

    private RawImage(byte[] bytes, ImageSections sections, MetadataTables tables)
    {
        Bytes = bytes;
        Sections = sections;
        Tables = tables;
    }

    public byte[] Bytes { get; }

    public ImageSections Sections { get; }

    public MetadataTables Tables { get; }

    /// <summary>The image in these bytes; null where the tables are of a form that only unfinished builds have.</summary>
    public static RawImage? Read(byte[] bytes)
    {
        var sections = new ImageSections(bytes);
        var tables = new MetadataTables(bytes, sections.MetadataRoot);
        return tables.Rows(FieldPointers) > 0 || tables.Rows(MethodPointers) > 0 ? null : new RawImage(bytes, sections, tables);
    }

    /// <summary>The body of a method by its row; null where it has none.</summary>
    public RawBody? BodyOf(int method)
    {
        var address = new MethodDefRow(Tables, method).Rva;
        return address == 0 ? null : RawBody.Read(Bytes, Sections.OffsetOf(address));
    }
}
