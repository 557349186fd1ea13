using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Patching.Contracts;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Gives the patch a class for each deployed type with added properties that it shows to serialisers: it has these properties, with their
/// attributes, and stands for an object of the type. What looks at types by reflection sees there what the new build's type has more.
/// </summary>
internal sealed class ContractEmitter(PatchMembers members, PatchUniverse universe, TypeImporter importer)
{
    private const TypeAttributes Class = TypeAttributes.Class | TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
    private const string Required = "System.Runtime.CompilerServices.RequiredMemberAttribute";

    /// <summary>Makes it.</summary>
    public EmittedHook Emit(AddedContract contract)
    {
        var module = importer.Target;
        var name = DispatchSubclass.NewName(module, GeneratedName.DispatchClass(contract.Type) + "Contract");
        var type = new TypeDefinition(GeneratedName.Namespace, name, Class, module.TypeSystem.Object);
        module.Types.Add(type);
        GenericParameterCopy.Declare(contract.Type.GenericParameters, type);
        var references = new ReferenceRewriter(importer, new GenericMap([.. type.GenericParameters], []));
        GenericParameterCopy.Constrain(contract.Type.GenericParameters, type, references);
        AddOrder(type, contract.Type);
        DispatchSubclass.AddConstructor(type);
        var self = new FieldDefinition("self", FieldAttributes.Private, module.TypeSystem.Object);
        type.Fields.Add(self);
        var show = AddShow(type, self);
        foreach (var added in contract.Properties)
            AddProperty(type, added, self, references);
        if (contract.Properties.Any(static p => p.Property.CustomAttributes.Any(IsRequired)) && AsksForRequired(contract.Type))
            type.CustomAttributes.Add(AttributeClone.Copy(contract.Properties.SelectMany(static p => p.Property.CustomAttributes).First(IsRequired), references));
        if (AddedContract.FindNullableContext(contract.Type) is { } context)
            type.CustomAttributes.Add(AttributeClone.Copy(context, references));
        var first = contract.Properties[0];
        return new EmittedHook(new Hook(PatchHookKind.ShowProperties, (first.Get ?? first.Set)!, 0, 0, false), show);
    }

    // The names of all properties that the new build's type declares, in its order.
    private static void AddOrder(TypeDefinition type, TypeDefinition source) =>
        type.Fields.Add(new FieldDefinition("Order", FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.HasDefault, type.Module.TypeSystem.String)
        {
            Constant = string.Join(",", source.Properties.Select(static p => p.Name)),
        });

    // static object Show(object self)
    //     newobj C::.ctor; dup; ldarg.0; stfld self; ret
    private static MethodDefinition AddShow(TypeDefinition type, FieldDefinition self)
    {
        var objects = type.Module.TypeSystem.Object;
        var show = new MethodDefinition("Show", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, objects);
        show.Parameters.Add(new ParameterDefinition("self", ParameterAttributes.None, objects));
        type.Methods.Add(show);
        var code = show.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Newobj, PatchModule.SelfReference(type) is GenericInstanceType instance
            ? new MethodReference(".ctor", type.Module.TypeSystem.Void, instance) { HasThis = true }
            : type.Methods.First(static m => m.IsConstructor)));
        code.Add(Instruction.Create(OpCodes.Dup));
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Stfld, FieldOf(type, self)));
        code.Add(Instruction.Create(OpCodes.Ret));
        return show;
    }

    private void AddProperty(TypeDefinition type, AddedProperty added, FieldDefinition self, ReferenceRewriter references)
    {
        var value = references.Type(Plain(added.Property.PropertyType));
        var property = new PropertyDefinition(added.Property.Name, PropertyAttributes.None, value) { HasThis = true };
        type.Properties.Add(property);
        AttributeCopy.Copy(added.Property, property, references);
        if (added.Get is { } get)
        {
            property.GetMethod = Declare(type, get, value);
            Call(property.GetMethod, get, self, references);
        }

        if (added.Set is not { } set)
            return;
        property.SetMethod = Declare(type, set, type.Module.TypeSystem.Void);
        property.SetMethod.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, value));
        Call(property.SetMethod, set, self, references);
    }

    private static MethodDefinition Declare(TypeDefinition type, MethodDefinition accessor, TypeReference result)
    {
        var access = accessor.Attributes & MethodAttributes.MemberAccessMask;
        var method = new MethodDefinition(accessor.Name, access | MethodAttributes.HideBySig | MethodAttributes.SpecialName, result);
        type.Methods.Add(method);
        return method;
    }

    // ldarg.0; ldfld self; castclass T | unbox T; {ldarg.1;} call body; ret
    private void Call(MethodDefinition method, MethodDefinition accessor, FieldDefinition self, ReferenceRewriter references)
    {
        var type = method.DeclaringType;
        var body = universe.IsAsked(accessor) ? members.Slots.FindOrDeclare(accessor) : members.Bodies.FindOrDeclare(accessor);
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Ldfld, FieldOf(type, self)));
        code.Add(Instruction.Create(accessor.DeclaringType.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, references.Type(PatchModule.SelfReference(accessor.DeclaringType))));
        if (method.HasParameters)
            code.Add(Instruction.Create(OpCodes.Ldarg_1));
        code.Add(Instruction.Create(OpCodes.Call, body.Over([.. type.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    private static FieldReference FieldOf(TypeDefinition type, FieldDefinition field) =>
        type.HasGenericParameters ? new FieldReference(field.Name, field.FieldType, PatchModule.SelfReference(type)) : field;

    private static TypeReference Plain(TypeReference type) => type is IModifierType modified ? Plain(modified.ElementType) : type;

    private static bool IsRequired(CustomAttribute attribute) => attribute.AttributeType.FullName == Required;

    // Not where the constructor that a serialiser takes says that it sets all.
    private static bool AsksForRequired(TypeDefinition type)
    {
        List<MethodDefinition> constructors = [.. type.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false })];
        var chosen = constructors.Find(static m => m.CustomAttributes.Any(static a => a.AttributeType.Name == "JsonConstructorAttribute"))
            ?? constructors.Find(static m => m is { IsPublic: true, HasParameters: false })
            ?? constructors.Find(static m => m.IsPublic);
        return chosen?.CustomAttributes.Any(static a => a.AttributeType.Name == "SetsRequiredMembersAttribute") != true;
    }
}
