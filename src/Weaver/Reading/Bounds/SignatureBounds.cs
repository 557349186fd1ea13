using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// Reads signatures (ECMA-335 II.23.2) to their end: every count is of what is there, nesting has an end, tokens name rows. Numbers that
/// are no counts of bytes, but that readers make objects for (ranks, generic parameters), have limits of their own.
/// </summary>
internal sealed class SignatureBounds(MetadataTables tables)
{
    // Deeper than any compiler nests, and shallow enough for every stack.
    private const int DeepestType = 100;
    private const int HighestRank = 32;
    private const int MostParameters = 1024;
    private const int Generic = 0x10;

    /// <summary>A signature of a member, of variables or of arguments, by its first byte.</summary>
    public void CheckMember(BoundedBytes blob)
    {
        var kind = blob.Byte();
        switch (kind & 0xF)
        {
            case 0x6:
                CheckType(ref blob);
                break;
            case 0x7 or 0xA:
                CheckTypes(ref blob, blob.Compressed(), 0);
                break;
            case 0x8:
                CheckTypes(ref blob, blob.Compressed() + 1, 0);
                break;
            default:
                CheckMethod(ref blob, kind, 0);
                break;
        }
    }

    /// <summary>A type.</summary>
    public void CheckType(ref BoundedBytes blob) => CheckType(ref blob, 0);

    private void CheckMethod(ref BoundedBytes blob, int kind, int depth)
    {
        Require((kind & 0xF) is <= 5 or 9);
        if ((kind & Generic) != 0)
            Require(blob.Compressed() <= MostParameters);
        CheckTypes(ref blob, blob.Compressed() + 1, depth);
    }

    private void CheckTypes(ref BoundedBytes blob, int count, int depth)
    {
        Require(count <= blob.Left);
        for (; count > 0; count--)
        {
            // SENTINEL, before the arguments that a call adds.
            if (blob.Peek() == 0x41)
                blob.Skip(1);
            CheckType(ref blob, depth);
        }
    }

    private void CheckType(ref BoundedBytes blob, int depth)
    {
        Require(depth < DeepestType);
        var code = blob.Byte();
        switch (code)
        {
            case (>= 0x01 and <= 0x0E) or 0x16 or 0x18 or 0x19 or 0x1C:
                break;
            case 0x0F or 0x10 or 0x1D or 0x45: // PTR, BYREF, SZARRAY, PINNED
                CheckType(ref blob, depth + 1);
                break;
            case 0x11 or 0x12: // VALUETYPE, CLASS
                CheckToken(ref blob);
                break;
            case 0x1F or 0x20: // CMOD_REQD, CMOD_OPT
                CheckToken(ref blob);
                CheckType(ref blob, depth + 1);
                break;
            case 0x13 or 0x1E: // VAR, MVAR
                Require(blob.Compressed() < MostParameters);
                break;
            case 0x14:
                CheckArray(ref blob, depth);
                break;
            case 0x15: // GENERICINST kind token count types
                Require(blob.Byte() is 0x11 or 0x12);
                CheckToken(ref blob);
                CheckTypes(ref blob, blob.Compressed(), depth + 1);
                break;
            case 0x1B: // FNPTR
                CheckMethod(ref blob, blob.Byte(), depth + 1);
                break;
            default:
                throw new BadImageFormatException($"a signature has the unknown element 0x{code:x2}");
        }
    }

    // ARRAY type rank sizes bounds
    private void CheckArray(ref BoundedBytes blob, int depth)
    {
        CheckType(ref blob, depth + 1);
        var rank = blob.Compressed();
        Require(rank is > 0 and <= HighestRank);
        for (var list = 0; list < 2; list++)
        {
            var count = blob.Compressed();
            Require(count <= rank);
            for (; count > 0; count--)
                blob.Compressed();
        }
    }

    private void CheckToken(ref BoundedBytes blob)
    {
        var type = new CodedIndex(CodedIndexKind.TypeDefOrRef, blob.Compressed());
        Require(type.Table != 0 && !type.IsNone && type.Row <= tables.NamedRows(type.Table));
    }

    private static void Require(bool isInBounds)
    {
        if (!isInBounds)
            throw new BadImageFormatException("a signature is malformed");
    }
}
