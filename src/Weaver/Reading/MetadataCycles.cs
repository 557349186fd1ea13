using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Finds types that are defined by themselves. No compiler makes them, but a damaged file can have them, and Cecil follows such a
/// circle until the stack overflows, which no one can catch.
/// </summary>
internal static class MetadataCycles
{
    private const int DeepestSignature = 200;

    /// <summary>Throws <see cref="BadImageFormatException"/> when <paramref name="image"/>'s types go round in a circle.</summary>
    public static void Refuse(byte[] image, int metadataRoot)
    {
        var tables = new MetadataTables(image, metadataRoot);
        Refuse(tables.Rows(MetadataTables.TypeRef), row => ScopeOfTypeRef(tables, row));
        var enclosing = Enclosing(tables);
        Refuse(tables.Rows(MetadataTables.TypeDef), row => enclosing.TryGetValue(row, out var outer) ? [outer] : []);
        Refuse(tables.Rows(MetadataTables.TypeDef), row => BaseOfTypeDef(tables, row));
        Refuse(tables.Rows(MetadataTables.TypeSpec), row => TypeSpecsIn(new TypeSpecRow(tables, row).Signature.Bytes));
    }

    // Depth first without recursion; a row on the current path that is met again closes a circle.
    private static void Refuse(int rows, Func<int, IEnumerable<int>> next)
    {
        var state = new byte[rows + 1]; // 0 new, 1 on the path, 2 done
        var path = new Stack<(int Row, IEnumerator<int> Next)>();
        for (var start = 1; start <= rows; start++)
        {
            Enter(start);
            while (path.Count > 0)
            {
                var (row, successors) = path.Peek();
                if (successors.MoveNext())
                {
                    Enter(successors.Current);
                    continue;
                }

                state[row] = 2;
                path.Pop();
            }
        }

        void Enter(int row)
        {
            if (row < 1 || row > rows || state[row] == 2)
                return;
            if (state[row] == 1)
                throw new BadImageFormatException("a type is defined by itself");
            state[row] = 1;
            path.Push((row, next(row).GetEnumerator()));
        }
    }

    private static IEnumerable<int> ScopeOfTypeRef(MetadataTables tables, int row)
    {
        var scope = new TypeRefRow(tables, row).ResolutionScope;
        return scope.Table == MetadataTables.TypeRef ? [scope.Row] : [];
    }

    private static IEnumerable<int> BaseOfTypeDef(MetadataTables tables, int row)
    {
        var extends = new TypeDefRow(tables, row).Extends;
        return extends.Table == MetadataTables.TypeDef ? [extends.Row] : [];
    }

    private static Dictionary<int, int> Enclosing(MetadataTables tables)
    {
        var enclosing = new Dictionary<int, int>();
        for (var row = 1; row <= tables.Rows(MetadataTables.NestedClass); row++)
        {
            var nested = new NestedClassRow(tables, row);
            enclosing[nested.Nested] = nested.Enclosing;
        }

        return enclosing;
    }

    // ECMA-335 II.23.2.14, as far as it takes to find the TypeSpecs that a TypeSpec names.
    private static List<int> TypeSpecsIn(ArraySegment<byte> signature)
    {
        var found = new List<int>();
        var bytes = signature.Array;
        var at = signature.Offset;
        ReadType(0);
        return found;

        void ReadType(int depth)
        {
            if (depth > DeepestSignature)
                throw new BadImageFormatException("a signature is nested too deeply");
            switch (bytes[at++])
            {
                case 0x0F or 0x10 or 0x1D or 0x45 or 0x41: // PTR, BYREF, SZARRAY, PINNED, SENTINEL
                    ReadType(depth + 1);
                    break;
                case 0x11 or 0x12: // VALUETYPE, CLASS
                    ReadToken();
                    break;
                case 0x1F or 0x20: // CMOD_REQD, CMOD_OPT
                    ReadToken();
                    ReadType(depth + 1);
                    break;
                case 0x13 or 0x1E: // VAR, MVAR
                    MetadataTables.ReadCompressed(bytes, ref at);
                    break;
                case 0x14: // ARRAY type rank sizes bounds
                    ReadType(depth + 1);
                    MetadataTables.ReadCompressed(bytes, ref at);
                    SkipNumbers();
                    SkipNumbers();
                    break;
                case 0x15: // GENERICINST kind token count types
                    at++;
                    ReadToken();
                    for (var count = MetadataTables.ReadCompressed(bytes, ref at); count > 0; count--)
                        ReadType(depth + 1);
                    break;
                case 0x1B: // FNPTR convention [arity] count return parameters
                    if ((bytes[at++] & 0x10) != 0)
                        MetadataTables.ReadCompressed(bytes, ref at);
                    for (var count = MetadataTables.ReadCompressed(bytes, ref at); count >= 0; count--)
                        ReadType(depth + 1);
                    break;
            }
        }

        void ReadToken()
        {
            var token = MetadataTables.ReadCompressed(bytes, ref at);
            if ((token & 3) == 2)
                found.Add(token >> 2);
        }

        void SkipNumbers()
        {
            for (var count = MetadataTables.ReadCompressed(bytes, ref at); count > 0; count--)
                MetadataTables.ReadCompressed(bytes, ref at);
        }
    }
}
