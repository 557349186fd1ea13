using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Planning.Ghost;

/// <summary>
/// Writes signatures anew for a method that has the generic parameters of a type and of its method in one row (ECMA-335 II.23.2): what was
/// one of the type's is the method's of the same number, and the method's own come behind these. All else stays byte for byte.
/// </summary>
/// <param name="arity">How many parameters the type has.</param>
internal sealed class FlatSignature(int arity)
{
    private const byte Variable = 0x13;
    private const byte MethodVariable = 0x1E;
    private const byte HasThis = 0x20;
    private const byte Generic = 0x10;
    private const byte Boolean = 0x02;
    private const byte Class = 0x12;
    private const byte ValueType = 0x11;
    private const byte GenericInstance = 0x15;
    private const byte ByReference = 0x10;
    private const byte MethodInstantiation = 0x0A;
    private const int DeepestSignature = 256;

    /// <summary>The signature of the dispatch method for a method with this one.</summary>
    /// <param name="method">The method's signature.</param>
    /// <param name="self">The token of its type; 0 for a static method.</param>
    /// <param name="isValueType">Whether the type is a struct, which goes by reference.</param>
    /// <param name="isConstructor">Whether it returns whether it did the construction instead.</param>
    /// <param name="arguments">How many parameters the dispatch method has.</param>
    public byte[] MakeDispatch(ArraySegment<byte> method, int self, bool isValueType, bool isConstructor, out int arguments)
    {
        var from = new Cursor(method);
        var to = new List<byte>();
        var own = (from.Byte() & Generic) != 0 ? from.Number() : 0;
        var parameters = from.Number();
        arguments = parameters + (self == 0 ? 0 : 1);
        to.Add((byte)(HasThis | (own + arity > 0 ? Generic : 0)));
        if (own + arity > 0)
            MetadataTables.WriteCompressed(to, own + arity);
        MetadataTables.WriteCompressed(to, arguments);
        var returned = new List<byte>();
        CopyType(from, returned, 0);
        if (isConstructor)
            to.Add(Boolean);
        else
            to.AddRange(returned);
        if (self != 0)
            WriteSelf(to, self, isValueType);
        for (var i = 0; i < parameters; i++)
            CopyType(from, to, 0);
        return [.. to];
    }

    /// <summary>What a stub calls its dispatch method over; empty where that is not generic.</summary>
    /// <param name="own">How many parameters the method itself has.</param>
    public byte[] MakeInstantiation(int own)
    {
        if (arity + own == 0)
            return [];
        var to = new List<byte> { MethodInstantiation };
        MetadataTables.WriteCompressed(to, arity + own);
        for (var i = 0; i < arity; i++)
        {
            to.Add(Variable);
            MetadataTables.WriteCompressed(to, i);
        }

        for (var i = 0; i < own; i++)
        {
            to.Add(MethodVariable);
            MetadataTables.WriteCompressed(to, i);
        }

        return [.. to];
    }

    /// <summary>A type's signature.</summary>
    public byte[] MakeType(ArraySegment<byte> type)
    {
        var to = new List<byte>();
        CopyType(new Cursor(type), to, 0);
        return [.. to];
    }

    // CLASS T; GENERICINST CLASS T n MVAR 0…; of a struct BYREF VALUETYPE T and so on
    private void WriteSelf(List<byte> to, int self, bool isValueType)
    {
        if (isValueType)
            to.Add(ByReference);
        if (arity > 0)
            to.Add(GenericInstance);
        to.Add(isValueType ? ValueType : Class);
        MetadataTables.WriteCompressed(to, CodedIndexKinds.Encode(CodedIndexKind.TypeDefOrRef, self));
        if (arity == 0)
            return;
        MetadataTables.WriteCompressed(to, arity);
        for (var i = 0; i < arity; i++)
        {
            to.Add(MethodVariable);
            MetadataTables.WriteCompressed(to, i);
        }
    }

    private void CopyType(Cursor from, List<byte> to, int depth)
    {
        if (depth > DeepestSignature)
            throw new BadImageFormatException("a signature is nested too deeply");
        var element = from.Byte();
        switch (element)
        {
            case Variable:
                to.Add(MethodVariable);
                MetadataTables.WriteCompressed(to, from.Number());
                return;
            case MethodVariable:
                to.Add(MethodVariable);
                MetadataTables.WriteCompressed(to, arity + from.Number());
                return;
        }

        to.Add(element);
        switch (element)
        {
            case (>= 0x01 and <= 0x0E) or 0x16 or 0x18 or 0x19 or 0x1C: // primitives, TYPEDBYREF, I, U, OBJECT
                return;
            case 0x0F or ByReference or 0x1D or 0x41 or 0x45: // PTR, BYREF, SZARRAY, SENTINEL, PINNED
                CopyType(from, to, depth + 1);
                return;
            case ValueType or Class:
                CopyNumber(from, to);
                return;
            case 0x14: // ARRAY type rank sizes bounds
                CopyType(from, to, depth + 1);
                CopyNumber(from, to);
                for (var list = 0; list < 2; list++)
                {
                    for (var count = CopyNumber(from, to); count > 0; count--)
                        CopyNumber(from, to);
                }

                return;
            case GenericInstance: // kind token count types
                to.Add(from.Byte());
                CopyNumber(from, to);
                CopyTypes(from, to, CopyNumber(from, to), depth);
                return;
            case 0x1B: // FNPTR
                var kind = from.Byte();
                to.Add(kind);
                if ((kind & Generic) != 0)
                    CopyNumber(from, to);
                CopyTypes(from, to, CopyNumber(from, to) + 1, depth);
                return;
            case 0x1F or 0x20: // CMOD_REQD, CMOD_OPT
                CopyNumber(from, to);
                CopyType(from, to, depth + 1);
                return;
            default:
                throw new BadImageFormatException($"a signature has the unknown element {element:x2}");
        }
    }

    private void CopyTypes(Cursor from, List<byte> to, int count, int depth)
    {
        for (; count > 0; count--)
            CopyType(from, to, depth + 1);
    }

    private static int CopyNumber(Cursor from, List<byte> to)
    {
        var number = from.Number();
        MetadataTables.WriteCompressed(to, number);
        return number;
    }

    private sealed class Cursor(ArraySegment<byte> bytes)
    {
        private readonly byte[] _bytes = bytes.Array;
        private readonly int _end = bytes.Offset + bytes.Count;
        private int _at = bytes.Offset;

        public byte Byte() => _at < _end ? _bytes[_at++] : throw new BadImageFormatException("a signature ends early");

        public int Number() => _at < _end ? MetadataTables.ReadCompressed(_bytes, ref _at) : throw new BadImageFormatException("a signature ends early");
    }
}
