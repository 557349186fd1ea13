using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// What debuggers are told beside points and scopes (Portable PDB format, "CustomDebugInformation"), of the kinds that readers take apart.
/// </summary>
internal static class CustomDebugBounds
{
    private static readonly Guid s_stateMachineScopes = new("6DA9A61E-F8C7-4874-BE62-68BC5630DF71");
    private static readonly Guid s_asyncMethod = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    // Deflate makes at most 1,032 bytes of one.
    private const int LargestInflation = 1032;

    /// <exception cref="BadImageFormatException">A value is malformed.</exception>
    public static void Check(byte[] bytes, MetadataRoot root, MetadataTables tables)
    {
        for (var row = 1; row <= tables.Rows(MetadataTables.CustomDebugInformation); row++)
        {
            var information = new CustomDebugInformationRow(tables, row);
            var value = BoundedBytes.OfBlob(bytes, root.Blobs, information.Value.Index);
            var kind = ReadGuid(bytes, root, information.Kind);
            if (kind == s_stateMachineScopes)
                Require(value.Left % 8 == 0);
            else if (kind == s_asyncMethod)
                CheckAsyncMethod(value, tables.NamedRows(MetadataTables.MethodDef));
            else if (kind == s_embeddedSource)
                Require(value.Long() is var length && (length == 0 || length <= (long)value.Left * LargestInflation));
        }
    }

    private static Guid ReadGuid(byte[] bytes, MetadataRoot root, int number)
    {
        if (number == 0)
            return default;
        var guid = new byte[16];
        Array.Copy(bytes, root.Guids.First + ((number - 1) * 16), guid, 0, guid.Length);
        return new Guid(guid);
    }

    // The handler's offset, then for each await: where it yields, where it goes on, in which method.
    private static void CheckAsyncMethod(BoundedBytes value, int methods)
    {
        value.Skip(4);
        while (value.Left > 0)
        {
            value.Skip(8);
            Require(value.Compressed() is var method && method >= 1 && method <= methods);
        }
    }

    private static void Require(bool isInBounds)
    {
        if (!isInBounds)
            throw new BadImageFormatException("what they tell debuggers is malformed");
    }
}
