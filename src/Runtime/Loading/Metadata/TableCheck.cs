using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Loading.Metadata;

/// <summary>
/// Every row that the runtime may read (ECMA-335 II.22): what it refers to is there and of a kind that may stand there, lists are
/// in order, names and signatures are readable, bodies and data lie inside the image.
/// </summary>
internal sealed class TableCheck(PatchImage image)
{
    private static readonly TableIndex[] s_unwanted =
    [
        TableIndex.FieldPtr, TableIndex.MethodPtr, TableIndex.ParamPtr, TableIndex.EventPtr, TableIndex.PropertyPtr,
        TableIndex.EncLog, TableIndex.EncMap, TableIndex.File, TableIndex.ExportedType,
    ];

    // By element type, ELEMENT_TYPE_BOOLEAN (2) to ELEMENT_TYPE_R8 (13).
    private static ReadOnlySpan<byte> PrimitiveSizes => [0, 0, 1, 2, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8];

    private readonly MetadataReader _metadata = image.Metadata;

    /// <exception cref="BadImageFormatException">A row is malformed.</exception>
    internal void Check()
    {
        CheckAssembly();
        CheckReferences();
        CheckSpecifications();
        CheckLists();
        foreach (var handle in _metadata.TypeDefinitions)
            CheckType(_metadata.GetTypeDefinition(handle));
        foreach (var handle in _metadata.MemberReferences)
            CheckMember(_metadata.GetMemberReference(handle));
        foreach (var handle in _metadata.CustomAttributes)
            CheckAttribute(_metadata.GetCustomAttribute(handle));
    }

    private void CheckAssembly()
    {
        Require(_metadata.IsAssembly && _metadata.GetTableRowCount(TableIndex.Module) == 1, "it is no assembly of one module");
        foreach (var table in s_unwanted)
            Require(_metadata.GetTableRowCount(table) == 0, $"it has a table {table}");
        _ = _metadata.GetString(_metadata.GetModuleDefinition().Name);
        var assembly = _metadata.GetAssemblyDefinition();
        Require(Name(assembly.Name).Length > 0, "the assembly has no name");
        _ = _metadata.GetBlobBytes(assembly.PublicKey);
        foreach (var handle in _metadata.AssemblyReferences)
        {
            var reference = _metadata.GetAssemblyReference(handle);
            Require(Name(reference.Name).Length > 0, "a reference to an assembly has no name");
            _ = _metadata.GetString(reference.Culture);
            _ = _metadata.GetBlobBytes(reference.PublicKeyOrToken);
            _ = _metadata.GetBlobBytes(reference.HashValue);
        }
    }

    private void CheckReferences()
    {
        foreach (var handle in _metadata.TypeReferences)
        {
            var type = _metadata.GetTypeReference(handle);
            _metadata.Require(type.ResolutionScope, HandleKind.AssemblyReference, HandleKind.TypeReference, HandleKind.ModuleDefinition);
            Require(Name(type.Name).Length > 0, "a reference to a type has no name");
            _ = _metadata.GetString(type.Namespace);
        }
    }

    private void CheckSpecifications()
    {
        for (var row = 1; row <= _metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var type = _metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row));
            new SignatureCheck(_metadata, type.Signature, SignatureCheck.Unknown, SignatureCheck.Unknown).TypeSpecification();
        }

        for (var row = 1; row <= _metadata.GetTableRowCount(TableIndex.StandAloneSig); row++)
        {
            var signature = _metadata.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row));
            var check = new SignatureCheck(_metadata, signature.Signature, SignatureCheck.Unknown, SignatureCheck.Unknown);
            if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
                check.Locals();
            else
                check.Method();
        }

        for (var row = 1; row <= _metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var method = _metadata.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row));
            var arguments = new SignatureCheck(_metadata, method.Signature, SignatureCheck.Unknown, SignatureCheck.Unknown).MethodSpecification();
            Require(arguments == GenericParameters(method.Method), "a generic method has a wrong number of arguments");
        }
    }

    private int GenericParameters(EntityHandle method)
    {
        _metadata.Require(method, HandleKind.MethodDefinition, HandleKind.MemberReference);
        if (method.Kind == HandleKind.MethodDefinition)
            return _metadata.GetMethodDefinition((MethodDefinitionHandle)method).GetGenericParameters().Count;
        var member = _metadata.GetMemberReference((MemberReferenceHandle)method);
        Require(member.GetKind() == MemberReferenceKind.Method, "a field has type arguments");
        return new SignatureCheck(_metadata, member.Signature, SignatureCheck.Unknown, SignatureCheck.Unknown).Method().Generic;
    }

    // The lists of fields, methods and parameters are columns of first rows: in order, and together all rows.
    private void CheckLists()
    {
        int fields = 0, methods = 0, parameters = 0;
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var type = _metadata.GetTypeDefinition(handle);
            foreach (var field in type.GetFields())
                Require(MetadataTokens.GetRowNumber(field) == ++fields, "its fields are out of order");
            foreach (var method in type.GetMethods())
            {
                Require(MetadataTokens.GetRowNumber(method) == ++methods, "its methods are out of order");
                foreach (var parameter in _metadata.GetMethodDefinition(method).GetParameters())
                    Require(MetadataTokens.GetRowNumber(parameter) == ++parameters, "its parameters are out of order");
            }
        }

        Require(
            fields == _metadata.GetTableRowCount(TableIndex.Field)
            && methods == _metadata.GetTableRowCount(TableIndex.MethodDef)
            && parameters == _metadata.GetTableRowCount(TableIndex.Param),
            "it has members that belong to no type");
    }

    private void CheckType(TypeDefinition type)
    {
        Require(Name(type.Name).Length > 0, "a type has no name");
        _ = _metadata.GetString(type.Namespace);
        if (!type.BaseType.IsNil)
            _metadata.Require(type.BaseType, HandleKind.TypeDefinition, HandleKind.TypeReference, HandleKind.TypeSpecification);
        var layout = type.GetLayout();
        Require(layout.PackingSize is 0 or 1 or 2 or 4 or 8 or 16 or 32 or 64 or 128 && layout.Size is >= 0 and < 1 << 27, "a type's layout is malformed");
        var arity = CheckGenerics(type.GetGenericParameters());
        foreach (var handle in type.GetInterfaceImplementations())
            _metadata.Require(_metadata.GetInterfaceImplementation(handle).Interface, HandleKind.TypeDefinition, HandleKind.TypeReference, HandleKind.TypeSpecification);
        foreach (var handle in type.GetMethodImplementations())
        {
            var implementation = _metadata.GetMethodImplementation(handle);
            _metadata.Require(implementation.MethodBody, HandleKind.MethodDefinition, HandleKind.MemberReference);
            _metadata.Require(implementation.MethodDeclaration, HandleKind.MethodDefinition, HandleKind.MemberReference);
        }

        foreach (var handle in type.GetFields())
            CheckField(_metadata.GetFieldDefinition(handle), arity);
        foreach (var handle in type.GetMethods())
            CheckMethod(_metadata.GetMethodDefinition(handle), arity);
        foreach (var handle in type.GetProperties())
        {
            var property = _metadata.GetPropertyDefinition(handle);
            _ = Name(property.Name);
            new SignatureCheck(_metadata, property.Signature, arity, 0).Property();
        }
    }

    private int CheckGenerics(GenericParameterHandleCollection parameters)
    {
        var count = 0;
        foreach (var handle in parameters)
        {
            var parameter = _metadata.GetGenericParameter(handle);
            Require(parameter.Index == count++, "generic parameters are out of order");
            _ = _metadata.GetString(parameter.Name);
            foreach (var constraint in parameter.GetConstraints())
                _metadata.Require(_metadata.GetGenericParameterConstraint(constraint).Type, HandleKind.TypeDefinition, HandleKind.TypeReference, HandleKind.TypeSpecification);
        }

        return count;
    }

    private void CheckField(FieldDefinition field, int arity)
    {
        Require(Name(field.Name).Length > 0, "a field has no name");
        new SignatureCheck(_metadata, field.Signature, arity, 0).Field();
        var address = field.GetRelativeVirtualAddress();
        if ((field.Attributes & FieldAttributes.HasFieldRVA) != 0 || address != 0)
            Require(address > 0 && image.DataLength(address) >= DataSize(field), "a field's data lies outside");
    }

    // The size of the constants that a field is mapped to: a primitive's, or what its value type declares. The runtime itself checks
    // the sizes of value types that lie elsewhere.
    private int DataSize(FieldDefinition field)
    {
        var signature = _metadata.GetBlobReader(field.Signature);
        signature.ReadByte();
        var code = signature.ReadByte();
        if (code != 0x11)
            return code < PrimitiveSizes.Length && PrimitiveSizes[code] is var size and > 0 ? size : int.MaxValue;
        var type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeDefinition
            ? _metadata.GetTypeDefinition((TypeDefinitionHandle)type).GetLayout().Size
            : 1;
    }

    private void CheckMethod(MethodDefinition method, int arity)
    {
        Require(Name(method.Name).Length > 0, "a method has no name");
        var generic = CheckGenerics(method.GetGenericParameters());
        var shape = new SignatureCheck(_metadata, method.Signature, arity, generic).Method();
        Require(shape.Generic == generic, "a method's generic parameters do not fit its signature");
        Require(shape.Header.IsInstance == ((method.Attributes & MethodAttributes.Static) == 0), "a method's signature and flags disagree");
        var last = -1;
        foreach (var handle in method.GetParameters())
        {
            var parameter = _metadata.GetParameter(handle);
            Require(parameter.SequenceNumber > last && parameter.SequenceNumber <= shape.Parameters, "parameters are out of order");
            last = parameter.SequenceNumber;
            _ = _metadata.GetString(parameter.Name);
        }

        var code = method.ImplAttributes & MethodImplAttributes.CodeTypeMask;
        Require(code is MethodImplAttributes.IL or MethodImplAttributes.Runtime && (method.ImplAttributes & MethodImplAttributes.Unmanaged) == 0, "a method is no IL");
        if (method.RelativeVirtualAddress != 0)
            CheckBody(method);
    }

    private void CheckBody(MethodDefinition method)
    {
        const MethodAttributes NoBody = MethodAttributes.Abstract | MethodAttributes.PinvokeImpl;
        Require((method.Attributes & NoBody) == 0 && (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL, "a method has a body that may have none");
        var body = image.Body(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.Require(body.LocalSignature, HandleKind.StandaloneSignature);
        var length = body.GetILReader().Length;
        foreach (var region in body.ExceptionRegions)
        {
            Require(
                Within(region.TryOffset, region.TryLength, length)
                && Within(region.HandlerOffset, region.HandlerLength, length)
                && (region.Kind != ExceptionRegionKind.Filter || Within(region.FilterOffset, 1, length)),
                "an exception region lies outside its body");
            if (!region.CatchType.IsNil)
                _metadata.Require(region.CatchType, HandleKind.TypeDefinition, HandleKind.TypeReference, HandleKind.TypeSpecification);
        }
    }

    private void CheckMember(MemberReference member)
    {
        Require(Name(member.Name).Length > 0, "a reference to a member has no name");
        _metadata.Require(member.Parent, HandleKind.TypeDefinition, HandleKind.TypeReference, HandleKind.TypeSpecification, HandleKind.MethodDefinition);
        var arity = TypeArguments(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
            new SignatureCheck(_metadata, member.Signature, arity, 0).Field();
        else
            new SignatureCheck(_metadata, member.Signature, arity, IsArray(member.Parent) ? SignatureCheck.Unknown : 0).Method();
    }

    // The methods of T[,] name T in their signatures (ECMA-335 II.14.2), whosever parameter it is.
    private bool IsArray(EntityHandle type) =>
        type.Kind == HandleKind.TypeSpecification
        && _metadata.GetBlobReader(_metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature) is { Length: > 0 } reader
        && (SignatureTypeCode)reader.ReadByte() == SignatureTypeCode.Array;

    private int TypeArguments(EntityHandle parent)
    {
        if (parent.Kind != HandleKind.TypeSpecification)
            return parent.Kind == HandleKind.TypeDefinition ? _metadata.GetTypeDefinition((TypeDefinitionHandle)parent).GetGenericParameters().Count : 0;
        var type = _metadata.GetTypeSpecification((TypeSpecificationHandle)parent);
        if (IsArray(parent))
            return SignatureCheck.Unknown;
        return new SignatureCheck(_metadata, type.Signature, SignatureCheck.Unknown, SignatureCheck.Unknown).TypeSpecification();
    }

    private void CheckAttribute(CustomAttribute attribute)
    {
        _metadata.Require(attribute.Constructor, HandleKind.MethodDefinition, HandleKind.MemberReference);
        Require(_metadata.Has(attribute.Parent), "an attribute stands on nothing");
        _ = _metadata.GetBlobBytes(attribute.Value);
    }

    private string Name(StringHandle handle) => _metadata.GetString(handle);

    private static bool Within(int offset, int length, int whole) => offset >= 0 && length >= 0 && (long)offset + length <= whole;

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new BadImageFormatException(problem);
    }
}
