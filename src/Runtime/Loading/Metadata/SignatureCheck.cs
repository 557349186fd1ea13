using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Loading.Metadata;

/// <summary>
/// Reads a signature (ECMA-335 II.23.2) strictly: known elements, tokens and generic parameters in range, bounded depth, and no
/// byte left over.
/// </summary>
internal ref struct SignatureCheck(MetadataReader metadata, BlobHandle blob, int typeParameters, int methodParameters)
{
    /// <summary>For <see cref="SignatureCheck(MetadataReader, BlobHandle, int, int)"/>: any number will do, the user of the signature decides.</summary>
    internal const int Unknown = int.MaxValue;

    // Deeper than any compiler nests, and shallow enough for every stack that may follow.
    private const int MaximumDepth = 64;

    private BlobReader _reader = metadata.GetBlobReader(blob);
    private int _depth;

    /// <summary>A method's signature; answers its numbers of generic parameters and parameters.</summary>
    internal (SignatureHeader Header, int Generic, int Parameters) Method()
    {
        var result = MethodShape();
        End();
        return result;
    }

    internal void Field()
    {
        Expect(_reader.ReadByte() == (byte)SignatureKind.Field);
        Type(allowByRef: true, allowVoid: false);
        End();
    }

    internal void Property()
    {
        Expect((_reader.ReadByte() & 0xF) == (byte)SignatureKind.Property);
        var count = Count();
        Type(allowByRef: true, allowVoid: false);
        for (var i = 0; i < count; i++)
            Type(allowByRef: true, allowVoid: false);
        End();
    }

    internal void Locals()
    {
        Expect(_reader.ReadByte() == (byte)SignatureKind.LocalVariables);
        for (var count = Count(); count > 0; count--)
            Type(allowByRef: true, allowVoid: false);
        End();
    }

    /// <summary>A method's instantiation; answers the number of arguments.</summary>
    internal int MethodSpecification()
    {
        Expect(_reader.ReadByte() == (byte)SignatureKind.MethodSpecification);
        var count = Count();
        Expect(count > 0);
        for (var i = 0; i < count; i++)
            Type(allowByRef: false, allowVoid: false);
        End();
        return count;
    }

    /// <summary>A type specification; answers the number of type arguments when it is a generic instantiation, else 0.</summary>
    internal int TypeSpecification()
    {
        var arguments = Type(allowByRef: false, allowVoid: false);
        End();
        return arguments;
    }

    private (SignatureHeader Header, int Generic, int Parameters) MethodShape()
    {
        var header = new SignatureHeader(_reader.ReadByte());
        var convention = header.RawValue & 0xF;
        Expect(convention is <= 5 or 9 && (header.RawValue & 0x80) == 0);
        var generic = header.IsGeneric ? Count() : 0;
        Expect(!header.IsGeneric || generic > 0);
        if (header.IsGeneric)
            methodParameters = generic;
        var parameters = Count();
        Type(allowByRef: true, allowVoid: true);
        for (var i = 0; i < parameters; i++)
        {
            if (convention == 5 && Peek() == (byte)SignatureTypeCode.Sentinel)
                _reader.ReadByte();
            Type(allowByRef: true, allowVoid: false);
        }

        return (header, generic, parameters);
    }

    private int Type(bool allowByRef, bool allowVoid)
    {
        Expect(++_depth < MaximumDepth);
        var arguments = 0;
        var code = (SignatureTypeCode)_reader.ReadByte();
        switch (code)
        {
            case SignatureTypeCode.Void:
                Expect(allowVoid);
                break;
            case >= SignatureTypeCode.Boolean and <= SignatureTypeCode.String:
            case SignatureTypeCode.TypedReference or SignatureTypeCode.IntPtr or SignatureTypeCode.UIntPtr or SignatureTypeCode.Object:
                break;
            case SignatureTypeCode.Pointer:
                Type(allowByRef: false, allowVoid: true);
                break;
            case SignatureTypeCode.ByReference:
                Expect(allowByRef);
                Type(allowByRef: false, allowVoid: false);
                break;
            case SignatureTypeCode.SZArray:
                Type(allowByRef: false, allowVoid: false);
                break;
            case SignatureTypeCode.Pinned or SignatureTypeCode.OptionalModifier or SignatureTypeCode.RequiredModifier:
                if (code != SignatureTypeCode.Pinned)
                    Token(allowSpecification: true);
                Type(allowByRef, allowVoid);
                break;
            case SignatureTypeCode.GenericTypeParameter:
                Expect(Count() < typeParameters);
                break;
            case SignatureTypeCode.GenericMethodParameter:
                Expect(Count() < methodParameters);
                break;
            case SignatureTypeCode.Array:
                Array();
                break;
            case SignatureTypeCode.GenericTypeInstance:
                arguments = Instance();
                break;
            case SignatureTypeCode.FunctionPointer:
                var outer = methodParameters;
                MethodShape();
                methodParameters = outer;
                break;
            default:
                Expect((byte)code is 0x11 or 0x12);
                Token(allowSpecification: false);
                break;
        }

        _depth--;
        return arguments;
    }

    private void Array()
    {
        Type(allowByRef: false, allowVoid: false);
        var rank = Count();
        Expect(rank is > 0 and <= 32);
        var sizes = Count();
        Expect(sizes <= rank);
        for (var i = 0; i < sizes; i++)
            _reader.ReadCompressedInteger();
        var bounds = Count();
        Expect(bounds <= rank);
        for (var i = 0; i < bounds; i++)
            _reader.ReadCompressedSignedInteger();
    }

    private int Instance()
    {
        Expect(_reader.ReadByte() is 0x11 or 0x12);
        var type = Token(allowSpecification: false);
        var count = Count();
        Expect(count > 0);
        if (type.Kind == HandleKind.TypeDefinition)
            Expect(count == metadata.GetTypeDefinition((TypeDefinitionHandle)type).GetGenericParameters().Count);
        for (var i = 0; i < count; i++)
            Type(allowByRef: false, allowVoid: false);
        return count;
    }

    private EntityHandle Token(bool allowSpecification)
    {
        var handle = _reader.ReadTypeHandle();
        Expect(!handle.IsNil && metadata.Has(handle));
        Expect(allowSpecification || handle.Kind != HandleKind.TypeSpecification);
        return handle;
    }

    private int Count() => _reader.ReadCompressedInteger();

    private byte Peek()
    {
        var next = _reader.ReadByte();
        _reader.Offset--;
        return next;
    }

    private void End() => Expect(_reader.RemainingBytes == 0);

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new BadImageFormatException("a signature is malformed");
    }
}
