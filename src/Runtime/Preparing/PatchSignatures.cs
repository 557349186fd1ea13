using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>Reads of a patch's signatures which kinds of values they speak of. Loads no type that the compiler would not load.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The module is the patch's own, which no trimmer has seen.")]
internal sealed class PatchSignatures(PatchImage image, Module module) : ISignatureTypeProvider<StackKind, KindArguments>
{
    private const int RowMask = 0xFFFFFF;

    private static readonly HandleKind[] s_members =
        [HandleKind.FieldDefinition, HandleKind.MethodDefinition, HandleKind.MemberReference, HandleKind.MethodSpecification];

    private readonly MetadataReader _metadata = image.Metadata;
    private readonly Dictionary<int, StackKind> _types = [];
    private readonly Dictionary<int, CalledMember> _members = [];
    private readonly CalledMember?[] _methods = new CalledMember[image.Metadata.GetTableRowCount(TableIndex.MethodDef) + 1];
    private readonly Dictionary<int, StackKind[]> _locals = [];
    private ImmutableArray<StackKind> _lastArguments = [];

    /// <summary>The values of a type, by its token.</summary>
    internal StackKind OfType(int token)
    {
        if (!_types.TryGetValue(token, out var kind))
            _types[token] = kind = ReadType(Require(token, "type", HandleKind.TypeDefinition, HandleKind.TypeReference, HandleKind.TypeSpecification));
        return kind;
    }

    /// <summary>The field or method of a token.</summary>
    internal CalledMember OfMember(int token)
    {
        if (token >> 24 == (int)HandleKind.MethodDefinition && (token & RowMask) is var row && row < _methods.Length)
            return _methods[row] ??= ReadMember(MetadataTokens.EntityHandle(token));
        if (!_members.TryGetValue(token, out var member))
            _members[token] = member = ReadMember(Require(token, "field or method", s_members));
        return member;
    }

    /// <summary>Whether a type parameter of a method, or of its type, is known to be a class.</summary>
    internal bool MayBeObject(int method)
    {
        var definition = _metadata.GetMethodDefinition((MethodDefinitionHandle)MetadataTokens.EntityHandle(method));
        var (own, ofType) = (definition.GetGenericParameters(), _metadata.GetTypeDefinition(definition.GetDeclaringType()).GetGenericParameters());
        return own.Count + ofType.Count > 0 && own.Concat(ofType).Select(_metadata.GetGenericParameter).Any(IsClass);

        bool IsClass(GenericParameter parameter) =>
            (parameter.Attributes & GenericParameterAttributes.NotNullableValueTypeConstraint) == 0
            && ((parameter.Attributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0
                || parameter.GetConstraints().Select(_metadata.GetGenericParameterConstraint).Any(c => IsClassType(c.Type)));

        bool IsClassType(EntityHandle type) => type.Kind == HandleKind.TypeSpecification || !Resolve(MetadataTokens.GetToken(type)).IsInterface;
    }

    internal StackKind[] ListLocals(StandaloneSignatureHandle handle)
    {
        if (handle.IsNil)
            return [];
        var token = MetadataTokens.GetToken(handle);
        if (!_locals.TryGetValue(token, out var locals))
            _locals[token] = locals = [.. _metadata.GetStandaloneSignature(handle).DecodeLocalSignature(this, KindArguments.None)];
        return locals;
    }

    /// <summary>What a call through a pointer takes and gives.</summary>
    internal CalledMember OfCallSite(int token) => token >> 24 == 0x11
        ? Called(_metadata.GetStandaloneSignature((StandaloneSignatureHandle)MetadataTokens.EntityHandle(token)).DecodeMethodSignature(this, KindArguments.None), StackKind.Any, isConstructor: false)
        : throw new BadImageFormatException($"the token {token:x8} is no signature");

    /// <summary>An array of such values.</summary>
    internal static StackKind ArrayOf(StackKind element) =>
        element == StackKind.Reference ? StackKind.Reference : element >= StackKind.ValueArray ? element + 1 : StackKind.ValueArray;

    public StackKind GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Void => StackKind.None,
        PrimitiveTypeCode.Int64 or PrimitiveTypeCode.UInt64 or PrimitiveTypeCode.IntPtr or PrimitiveTypeCode.UIntPtr => StackKind.Wide,
        PrimitiveTypeCode.Single or PrimitiveTypeCode.Double => StackKind.Float,
        PrimitiveTypeCode.Object or PrimitiveTypeCode.String => StackKind.Reference,
        PrimitiveTypeCode.TypedReference => StackKind.Value,
        _ => StackKind.Int32,
    };

    public StackKind GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Named(handle, rawTypeKind);

    public StackKind GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Named(handle, rawTypeKind);

    public StackKind GetTypeFromSpecification(MetadataReader reader, KindArguments genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public StackKind GetGenericInstantiation(StackKind genericType, ImmutableArray<StackKind> typeArguments)
    {
        _lastArguments = typeArguments;
        return genericType;
    }

    public StackKind GetGenericTypeParameter(KindArguments genericContext, int index) => Argument(genericContext.OfType, index);

    public StackKind GetGenericMethodParameter(KindArguments genericContext, int index) => Argument(genericContext.OfMethod, index);

    public StackKind GetModifiedType(StackKind modifier, StackKind unmodifiedType, bool isRequired) => unmodifiedType;

    public StackKind GetPinnedType(StackKind elementType) => elementType;

    public StackKind GetSZArrayType(StackKind elementType) => ArrayOf(elementType);

    public StackKind GetArrayType(StackKind elementType, ArrayShape shape) => ArrayOf(elementType);

    public StackKind GetByReferenceType(StackKind elementType) => StackKind.Wide;

    public StackKind GetPointerType(StackKind elementType) => StackKind.Wide;

    public StackKind GetFunctionPointerType(MethodSignature<StackKind> signature) => StackKind.Wide;

    private static StackKind Argument(ImmutableArray<StackKind> arguments, int index) =>
        index < arguments.Length ? arguments[index] : StackKind.Any;

    private StackKind Named(EntityHandle handle, byte rawTypeKind) =>
        rawTypeKind == (byte)SignatureTypeKind.Class ? StackKind.Reference : OfType(MetadataTokens.GetToken(handle));

    // A token of an instruction may be of any table, or of the texts.
    private static EntityHandle Require(int token, string what, params HandleKind[] kinds) =>
        kinds.Contains((HandleKind)(token >> 24)) ? MetadataTokens.EntityHandle(token) : throw new BadImageFormatException($"the token {token:x8} is no {what}");

    private StackKind ReadType(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeSpecification)
            return _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, KindArguments.None);
        var type = Resolve(MetadataTokens.GetToken(handle));
        return !type.IsValueType ? StackKind.Reference : Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Char or TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 => StackKind.Int32,
            TypeCode.Int64 or TypeCode.UInt64 => StackKind.Wide,
            TypeCode.Single or TypeCode.Double => StackKind.Float,
            _ => type == typeof(void) ? StackKind.None : type == typeof(nint) || type == typeof(nuint) ? StackKind.Wide : StackKind.Value,
        };
    }

    // The compiler could not either.
    private Type Resolve(int token)
    {
        try
        {
            return module.ResolveType(token);
        }
        catch (Exception e) when (e is TypeLoadException or IOException or ArgumentException)
        {
            throw new BadImageFormatException($"the type of the token {token:x8} cannot be found: {e.Message}", e);
        }
    }

    private CalledMember ReadMember(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.FieldDefinition:
                var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return Held(field.DecodeSignature(this, KindArguments.None), (field.Attributes & FieldAttributes.Static) != 0, OfParent(field.GetDeclaringType(), out _));
            case HandleKind.MemberReference when _metadata.GetMemberReference((MemberReferenceHandle)handle) is var reference && reference.GetKind() == MemberReferenceKind.Field:
                var owner = OfParent(reference.Parent, out var ofOwner);
                // Whether it is static only the member itself says, and both are taken.
                return Held(reference.DecodeFieldSignature(this, new(ofOwner, [])), isStatic: null, owner);
            case HandleKind.MethodSpecification:
                var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return ReadMethod(specification.Method, specification.DecodeSignature(this, KindArguments.None));
            default:
                return ReadMethod(handle, []);
        }
    }

    private CalledMember ReadMethod(EntityHandle handle, ImmutableArray<StackKind> ofMethod)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Called(method.DecodeSignature(this, new([], ofMethod)), OfParent(method.GetDeclaringType(), out _), IsConstructor(method.Name));
            case HandleKind.MemberReference:
                var reference = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                var owner = OfParent(reference.Parent, out var ofOwner);
                return Called(reference.DecodeMethodSignature(this, new(ofOwner, ofMethod)), owner, IsConstructor(reference.Name));
            default:
                throw new BadImageFormatException($"the token {MetadataTokens.GetToken(handle):x8} is no method");
        }
    }

    private StackKind OfParent(EntityHandle parent, out ImmutableArray<StackKind> arguments)
    {
        arguments = [];
        switch (parent.Kind)
        {
            case HandleKind.TypeSpecification:
                // Those of the outermost instantiation are read last.
                _lastArguments = [];
                var kind = _metadata.GetTypeSpecification((TypeSpecificationHandle)parent).DecodeSignature(this, KindArguments.None);
                arguments = _lastArguments;
                return kind;
            case HandleKind.MethodDefinition:
                return OfParent(_metadata.GetMethodDefinition((MethodDefinitionHandle)parent).GetDeclaringType(), out arguments);
            case HandleKind.ModuleReference:
                return StackKind.Reference;
            default:
                return OfType(MetadataTokens.GetToken(parent));
        }
    }

    private bool IsConstructor(StringHandle name) => _metadata.StringComparer.Equals(name, ConstructorInfo.ConstructorName);

    private static CalledMember Held(StackKind field, bool? isStatic, StackKind owner) => new([], field, isStatic, owner, IsConstructor: false);

    private static CalledMember Called(MethodSignature<StackKind> signature, StackKind owner, bool isConstructor)
    {
        var isStatic = !signature.Header.IsInstance;
        return new(ImmutableCollectionsMarshal.AsArray(signature.ParameterTypes)!, signature.ReturnType, isStatic, owner, isConstructor && !isStatic && signature.ReturnType == StackKind.None);
    }
}

/// <summary>What the type parameters of a signature stand for; nothing: themselves.</summary>
internal readonly record struct KindArguments(ImmutableArray<StackKind> OfType, ImmutableArray<StackKind> OfMethod)
{
    internal static readonly KindArguments None = new([], []);
}

/// <summary>A field or method as an instruction sees it.</summary>
/// <param name="Parameters">Without the object.</param>
/// <param name="Result">What a call gives, or the field holds.</param>
/// <param name="IsStatic">Whether there is no object; null where that is not known.</param>
/// <param name="Owner">The values of the type that declares it.</param>
/// <param name="IsConstructor">Whether objects are made with it.</param>
internal sealed record CalledMember(StackKind[] Parameters, StackKind Result, bool? IsStatic, StackKind Owner, bool IsConstructor);
