using HotWeave.Survey.Verifying;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Survey.EveryBody;

/// <summary>Makes a new build of a published library, in which every body differs and does the same.</summary>
/// <param name="edit">How they differ.</param>
/// <param name="left">The readable names of the members and types that stay as they are.</param>
internal sealed class EditedLibrary(BodyEdit edit, IReadOnlySet<string> left)
{
    private const string FieldName = "everyBody";

    /// <summary>Writes the new build and returns the methods whose bodies differ in it, by their readable names.</summary>
    public IReadOnlyList<string> Write(string library, string output)
    {
        using var resolver = VerifiedLibrary.Resolver(library);
        using var module = ModuleDefinition.ReadModule(library, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        var bodies = module.GetTypes().ToList().SelectMany(EditBodies).ToList();
        module.Write(output);
        return bodies;
    }

    private IReadOnlyList<string> EditBodies(TypeDefinition type)
    {
        if (left.Contains(ReadableName.Describe(type)))
            return [];
        // A static constructor has run by the time that a patch comes, and no patch carries one.
        var methods = type.Methods
            .Where(static m => m is { HasBody: true, Body.Instructions.Count: > 0 } and not { IsConstructor: true, IsStatic: true })
            .Where(m => !left.Contains(ReadableName.Describe(m)))
            .ToList();
        var field = methods.Count > 0 ? AddField(type) : null;
        foreach (var method in methods)
            EditBody(method, field);
        return [.. methods.Select(static m => ReadableName.Describe(m))];
    }

    // Values and references in turn: they have cells of different kinds.
    private FieldReference? AddField(TypeDefinition type)
    {
        if (!TakesField(type) || left.Contains($"{type.FullName}.{FieldName}"))
            return null;
        var types = type.Module.TypeSystem;
        var attributes = edit == BodyEdit.StaticField ? FieldAttributes.Private | FieldAttributes.Static : FieldAttributes.Private;
        var field = new FieldDefinition(FieldName, attributes, type.MetadataToken.RID % 2 == 0 ? types.Int32 : types.Object);
        type.Fields.Add(field);
        return type.HasGenericParameters ? new FieldReference(field.Name, field.FieldType, OverItself(type)) : field;
    }

    private bool TakesField(TypeDefinition type) => edit switch
    {
        BodyEdit.InstanceField => type is { IsClass: true, IsValueType: false, BaseType: not null } && !IsStatic(type) && !IsDelegate(type),
        BodyEdit.StaticField => !IsDelegate(type) && !type.IsEnum && !type.Name.StartsWith('<'),
        _ => false,
    };

    private void EditBody(MethodDefinition method, FieldReference? field)
    {
        var il = method.Body.GetILProcessor();
        var first = method.Body.Instructions[0];
        foreach (var instruction in Prefix(method, field, il))
            il.InsertBefore(first, instruction);
        method.Body.MaxStackSize = Math.Max(method.Body.MaxStackSize, 2);
    }

    private IEnumerable<Instruction> Prefix(MethodDefinition method, FieldReference? field, ILProcessor il)
    {
        if (field is null || (edit == BodyEdit.InstanceField && (method.IsStatic || method.IsConstructor)))
            return [il.Create(OpCodes.Ldc_I4_0), il.Create(OpCodes.Pop)];
        if (edit == BodyEdit.InstanceField)
            return [il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldfld, field), il.Create(OpCodes.Pop)];
        return field.FieldType.IsValueType
            ? [il.Create(OpCodes.Ldsfld, field), il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Add), il.Create(OpCodes.Stsfld, field)]
            : [il.Create(OpCodes.Ldsfld, field), il.Create(OpCodes.Pop), il.Create(OpCodes.Ldnull), il.Create(OpCodes.Stsfld, field)];
    }

    private static GenericInstanceType OverItself(TypeDefinition type)
    {
        var instance = new GenericInstanceType(type);
        foreach (var parameter in type.GenericParameters)
            instance.GenericArguments.Add(parameter);
        return instance;
    }

    private static bool IsStatic(TypeDefinition type) => type is { IsAbstract: true, IsSealed: true };

    private static bool IsDelegate(TypeDefinition type) => type.BaseType?.FullName is "System.MulticastDelegate" or "System.Delegate";
}
