using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Which outside types are value types, as the signatures of the modules that refer to them say: looking for a type reads whole assemblies
/// of the framework.
/// </summary>
/// <param name="image">Gives the image that has a module's references in the rows that it has them in; null where there is none.</param>
internal sealed class ValueTypes(Func<ModuleDefinition, RawImage?> image)
{
    private const byte Class = 1;
    private const byte Value = 2;

    private readonly Dictionary<ModuleDefinition, byte[]> _said = [];

    /// <summary>Whether a type is a value type; null where no signature says.</summary>
    public bool? IsValueType(TypeReference named)
    {
        if (named.MetadataToken.TokenType != TokenType.TypeRef || named.MetadataToken.RID == 0)
            return null;
        var said = SaidIn(named.Module);
        return named.MetadataToken.RID < said.Length
            ? said[named.MetadataToken.RID] switch { Class => false, Value => true, _ => null }
            : null;
    }

    private byte[] SaidIn(ModuleDefinition module)
    {
        if (!_said.TryGetValue(module, out var said))
            _said.Add(module, said = image(module) is { } raw ? Read(raw.Tables) : []);
        return said;
    }

    private static byte[] Read(MetadataTables tables)
    {
        var said = new byte[tables.Rows(MetadataTables.TypeRef) + 1];
        var signatures = new RawSignature(static (_, _) => true, (token, isValueType) =>
        {
            if (token >>> 24 == MetadataTables.TypeRef)
                said[token & 0xFFFFFF] = isValueType ? Value : Class;
        });
        var seen = new HashSet<int>();
        foreach (var column in SignatureColumns.All)
        {
            for (var row = 1; row <= tables.Rows(column.Table); row++)
            {
                var signature = new RawBlob(tables, tables.ReadValue(column, row));
                if (seen.Add(signature.Index))
                    signatures.AreSame(signature, signature);
            }
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.TypeSpec); row++)
        {
            var signature = new TypeSpecRow(tables, row).Signature;
            signatures.AreSameTypes(signature, signature);
        }

        return said;
    }
}
