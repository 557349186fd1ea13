namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// Compares signatures of two files byte by byte, and by what their tokens name (ECMA-335 II.23.2). Signatures that it calls the same mean
/// the same; others may, too, since one type can be written in several ways. Compared with itself, a signature is followed to its end.
/// </summary>
/// <param name="isSameType">Whether two tokens of types name the same type.</param>
/// <param name="said">Hears of each named type of the first file, by its token, whether the signature says that it is a value type.</param>
internal sealed class RawSignature(Func<int, int, bool> isSameType, Action<int, bool>? said = null)
{
    private const int ValueType = 0x11;
    private const int Class = 0x12;
    /// <summary>The first byte of a field's signature.</summary>
    public const int FieldKind = 0x06;

    private const int DeepestSignature = 200;
    private const int LocalsKind = 0x07;
    private const int InstanceKind = 0x0A;
    private const int Generic = 0x10;
    private const int Sentinel = 0x41;

    /// <summary>Compares the signatures of methods, fields, variables or generic instances of methods in two blobs.</summary>
    public bool AreSame(RawBlob now, RawBlob then)
    {
        var pair = new Pair(now.Bytes, then.Bytes);
        return AreSameMembers(ref pair) && pair.IsAtEnd;
    }

    /// <summary>Compares the types in two blobs that hold nothing else.</summary>
    public bool AreSameTypes(RawBlob now, RawBlob then)
    {
        var pair = new Pair(now.Bytes, then.Bytes);
        return Type(ref pair, 0) && pair.IsAtEnd;
    }

    private bool AreSameMembers(ref Pair pair)
    {
        if (!pair.Byte(out var kind))
            return false;
        switch (kind & 0x0F)
        {
            case FieldKind:
                return Type(ref pair, 0);
            case LocalsKind or InstanceKind:
                return pair.Number(out var count) && Types(ref pair, count, 0);
            default:
                return Method(ref pair, kind, 0);
        }
    }

    private bool Method(ref Pair pair, int kind, int depth) =>
        ((kind & Generic) == 0 || pair.Number(out _)) && pair.Number(out var parameters) && Types(ref pair, parameters + 1, depth);

    private bool Types(ref Pair pair, int count, int depth)
    {
        for (; count > 0; count--)
        {
            if (!Type(ref pair, depth))
                return false;
        }

        return true;
    }

    private bool Type(ref Pair pair, int depth)
    {
        if (depth > DeepestSignature)
            throw new BadImageFormatException("a signature is nested too deeply");
        if (!pair.Byte(out var element))
            return false;
        switch (element)
        {
            case (>= 0x01 and <= 0x0E) or 0x16 or 0x18 or 0x19 or 0x1C: // primitives, TYPEDBYREF, I, U, OBJECT
                return true;
            case 0x0F or 0x10 or 0x1D or 0x45 or Sentinel: // PTR, BYREF, SZARRAY, PINNED
                return Type(ref pair, depth + 1);
            case ValueType or Class:
                return Token(ref pair, element);
            case 0x13 or 0x1E: // VAR, MVAR
                return pair.Number(out _);
            case 0x14: // ARRAY type rank sizes bounds
                return Type(ref pair, depth + 1) && pair.Number(out _) && Numbers(ref pair) && Numbers(ref pair);
            case 0x15: // GENERICINST kind token count types
                return pair.Byte(out var instanceOf) && Token(ref pair, instanceOf)
                    && pair.Number(out var arguments) && Types(ref pair, arguments, depth + 1);
            case 0x1B: // FNPTR
                return pair.Byte(out var kind) && Method(ref pair, kind, depth + 1);
            case 0x1F or 0x20: // CMOD_REQD, CMOD_OPT
                return Token(ref pair, 0) && Type(ref pair, depth + 1);
            default:
                return false;
        }
    }

    private static bool Numbers(ref Pair pair)
    {
        if (!pair.Number(out var count))
            return false;
        for (; count > 0; count--)
        {
            if (!pair.Number(out _))
                return false;
        }

        return true;
    }

    // TypeDefOrRef: TypeDef, TypeRef, TypeSpec.
    private bool Token(ref Pair pair, int element)
    {
        if (!pair.Numbers(out var a, out var b) || (a & 3) == 3 || (b & 3) == 3)
            return false;
        var token = CodedIndexKinds.TokenOf(CodedIndexKind.TypeDefOrRef, a);
        if (element is ValueType or Class)
            said?.Invoke(token, element == ValueType);
        return isSameType(token, CodedIndexKinds.TokenOf(CodedIndexKind.TypeDefOrRef, b));
    }

    private struct Pair(ArraySegment<byte> now, ArraySegment<byte> then)
    {
        private readonly byte[] _now = now.Array;
        private readonly byte[] _then = then.Array;
        private readonly int _nowEnd = now.Offset + now.Count;
        private readonly int _thenEnd = then.Offset + then.Count;
        private int _nowAt = now.Offset;
        private int _thenAt = then.Offset;

        public readonly bool IsAtEnd => _nowAt == _nowEnd && _thenAt == _thenEnd;

        public bool Byte(out int value)
        {
            value = _nowAt < _nowEnd ? _now[_nowAt++] : -1;
            return value >= 0 && _thenAt < _thenEnd && _then[_thenAt++] == value;
        }

        public bool Number(out int value) => Numbers(out value, out var other) && value == other;

        public bool Numbers(out int a, out int b)
        {
            a = b = 0;
            if (_nowAt >= _nowEnd || _thenAt >= _thenEnd)
                return false;
            a = MetadataTables.ReadCompressed(_now, ref _nowAt);
            b = MetadataTables.ReadCompressed(_then, ref _thenAt);
            return true;
        }
    }
}
