using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// Reads values of custom attributes (ECMA-335 II.23.3) to their end, since readers make arrays as long as these say. How large a value of
/// an enum is, its own assembly knows: where that is another, all sizes that there are are tried.
/// </summary>
internal sealed class AttributeBounds(byte[] image, MetadataRoot root, MetadataTables tables)
{
    private const int DeepestValue = 16;
    private const int StaticField = 0x10;

    // Values with more enums of other assemblies are not tried in all ways.
    private const int MostEnums = 5;

    // A value that fits in no way is tried in all of them; a file of nothing but such values is not to take hours.
    private int _tries = 20_000;
    private readonly int[] _fieldEnums = new int[tables.Rows(MetadataTables.TypeDef) + 1];

    /// <summary>Checks the values of all custom attributes.</summary>
    /// <exception cref="BadImageFormatException">One is malformed.</exception>
    public void Check()
    {
        for (var row = 1; row <= tables.Rows(MetadataTables.CustomAttribute); row++)
        {
            var attribute = new CustomAttributeRow(tables, row);
            var value = BoundedBytes.OfBlob(image, root.Blobs, attribute.Value.Index);
            // II.22.10: none at all says as much as one without arguments.
            if (value.Left > 0)
                Check(value, attribute.Type);
        }
    }

    private void Check(in BoundedBytes value, CodedIndex constructor)
    {
        var most = 0;
        for (var number = 0; ; number++)
        {
            var sizes = new EnumSizes(number);
            try
            {
                CheckValue(value, constructor, ref sizes);
                return;
            }
            catch (BadImageFormatException)
            {
                // Of other sizes, perhaps.
                most = Math.Max(most, sizes.Count);
                if (number + 1 < 1 << (2 * Math.Min(most, MostEnums)) && --_tries > 0)
                    continue;
                if (most <= MostEnums)
                    throw;
                return;
            }
        }
    }

    private void CheckValue(BoundedBytes value, CodedIndex constructor, ref EnumSizes sizes)
    {
        Require(value.Short() == 1);
        var parameters = constructor.Table == MetadataTables.MethodDef
            ? new MethodDefRow(tables, constructor.Row).Signature
            : new MemberRefRow(tables, constructor.Row).Signature;
        var signature = BoundedBytes.OfBlob(image, root.Blobs, parameters.Index);
        Require((signature.Byte() & 0x1F) == 0); // DEFAULT, no generic one
        var count = signature.Compressed();
        Require(signature.Byte() == 1); // VOID
        for (; count > 0; count--)
            CheckFixed(ref value, ref signature, ref sizes, 0);
        for (var named = value.Short(); named > 0; named--)
            CheckNamed(ref value, ref sizes);
    }

    private void CheckFixed(ref BoundedBytes value, ref BoundedBytes signature, ref EnumSizes sizes, int depth)
    {
        Require(depth < DeepestValue);
        var code = signature.Byte();
        switch (code)
        {
            case 0x1D: // SZARRAY
                var element = signature;
                var count = CountOf(ref value);
                for (var i = 0; i < count; i++)
                {
                    element = signature;
                    CheckFixed(ref value, ref element, ref sizes, depth + 1);
                }

                if (count == 0)
                    SkipElement(ref signature);
                else
                    signature = element;
                break;
            case 0x11: // VALUETYPE
                value.Skip(EnumSize(new CodedIndex(CodedIndexKind.TypeDefOrRef, signature.Compressed()), ref sizes));
                break;
            case 0x12: // CLASS, System.Type
                signature.Compressed();
                value.SkipString();
                break;
            case 0x1C: // OBJECT
                CheckBoxed(ref value, ref sizes, depth + 1);
                break;
            default:
                CheckSimple(ref value, code);
                break;
        }
    }

    private static void SkipElement(ref BoundedBytes signature)
    {
        var code = signature.Byte();
        if (code is 0x11 or 0x12)
            signature.Compressed();
        else if (code == 0x1D)
            SkipElement(ref signature);
    }

    private static void CheckSimple(ref BoundedBytes value, int code)
    {
        if (code is 0x0E or 0x50) // STRING, System.Type
            value.SkipString();
        else if (SizeOf(code) is > 0 and var size)
            value.Skip(size);
        else
            Require(false);
    }

    private void CheckNamed(ref BoundedBytes value, ref EnumSizes sizes)
    {
        Require(value.Byte() is 0x53 or 0x54); // FIELD, PROPERTY
        var kind = value;
        SkipKind(ref value);
        value.SkipString();
        CheckOfKind(ref value, ref kind, ref sizes, 0);
    }

    private void CheckBoxed(ref BoundedBytes value, ref EnumSizes sizes, int depth)
    {
        var kind = value;
        SkipKind(ref value);
        CheckOfKind(ref value, ref kind, ref sizes, depth);
    }

    private static void SkipKind(ref BoundedBytes value)
    {
        var code = value.Byte();
        if (code == 0x1D)
            SkipKind(ref value);
        else if (code == 0x55) // an enum by name
            value.SkipString();
    }

    private void CheckOfKind(ref BoundedBytes value, ref BoundedBytes kind, ref EnumSizes sizes, int depth)
    {
        Require(depth < DeepestValue);
        var code = kind.Byte();
        switch (code)
        {
            case 0x1D:
                var element = kind;
                for (var count = CountOf(ref value); count > 0; count--)
                {
                    element = kind;
                    CheckOfKind(ref value, ref element, ref sizes, depth + 1);
                }

                break;
            case 0x51: // boxed
                CheckBoxed(ref value, ref sizes, depth + 1);
                break;
            case 0x55:
                value.Skip(sizes.Guess());
                break;
            default:
                CheckSimple(ref value, code);
                break;
        }
    }

    // NumElem; all ones for null. Every element takes a byte at least.
    private static int CountOf(ref BoundedBytes value)
    {
        var count = value.Long();
        if (count == uint.MaxValue)
            return 0;
        Require(count <= value.Left);
        return (int)count;
    }

    private int EnumSize(CodedIndex type, ref EnumSizes sizes)
    {
        if (type.Table == MetadataTables.TypeDef && SizeOfEnum(type.Row) is > 0 and var size)
            return size;
        return sizes.Guess();
    }

    // The only field of an enum that is none of its type: its value.
    private int SizeOfEnum(int type)
    {
        if (_fieldEnums[type] != 0)
            return _fieldEnums[type];
        var fields = new TypeDefRow(tables, type).FieldList;
        for (var field = fields.First; field < fields.End; field++)
        {
            var row = new FieldRow(tables, field);
            if ((row.Flags & StaticField) != 0)
                continue;
            var signature = BoundedBytes.OfBlob(image, root.Blobs, row.Signature.Index);
            signature.Byte();
            return _fieldEnums[type] = SizeOf(signature.Byte());
        }

        return 0;
    }

    // By element type, BOOLEAN to R8; CHAR is 3.
    private static int SizeOf(int code) => code switch
    {
        0x02 or 0x04 or 0x05 => 1,
        0x03 or 0x06 or 0x07 => 2,
        0x08 or 0x09 or 0x0C => 4,
        0x0A or 0x0B or 0x0D => 8,
        _ => 0,
    };

    /// <summary>One of the ways in which some enums can have sizes: a digit for each.</summary>
    private struct EnumSizes(int number)
    {
        private int _digits = number;

        /// <summary>How many enums there were.</summary>
        public int Count { get; private set; }

        public int Guess()
        {
            var digit = _digits & 3;
            _digits >>= 2;
            Count++;
            return digit switch { 0 => 4, 1 => 8, 2 => 1, _ => 2 };
        }
    }

    private static void Require(bool isInBounds)
    {
        if (!isInBounds)
            throw new BadImageFormatException("the value of an attribute is malformed");
    }
}
