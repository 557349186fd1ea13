using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// <c>[UnsafeAccessor]</c> methods of members that running types do not have, have under another name, or of which the patch has the body: the runtime would look at the type, so they get a
/// body instead that goes where code of the patch goes.
/// </summary>
internal sealed class AccessorBodies(PatchUniverse universe, PatchedCode code)
{
    private const string TypeAttribute = "System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute";

    /// <summary>Whether an accessor needs a body.</summary>
    public bool Contain(MethodDefinition accessor) => Find(accessor) is not null;

    /// <summary>Gives a method of the static shape of an accessor its body.</summary>
    public void Emit(MethodDefinition accessor, MethodDefinition method, ReferenceRewriter references)
    {
        var (mark, member) = Find(accessor)!.Value;
        List<TypeReference> arguments = mark.Owner is GenericInstanceType type ? [.. type.GenericArguments.Select(references.Type)] : [];
        foreach (var parameter in method.Parameters.Skip(mark.Kind is AccessorKind.StaticMethod or AccessorKind.StaticField ? 1 : 0))
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg, parameter));
        method.Body.Instructions.Add(Access(mark, member, arguments, accessor, references));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        if (mark.Kind == AccessorKind.Method && !member.DeclaringType.IsValueType)
            PatchedCode.CheckNull(method);
    }

    /// <summary>Completes the copies of accessors in a type that moved: some get a body, the runtime goes on supplying the others.</summary>
    public void Complete(TypeDefinition type, Func<MethodDefinition, MethodDefinition> copyOf, TypeImporter importer)
    {
        foreach (var accessor in type.Methods.Where(static m => AccessorMark.Read(m) is not null))
        {
            var copy = copyOf(accessor);
            Qualify(accessor, copy);
            if (Find(accessor) is null)
                continue;
            copy.CustomAttributes.Remove(AccessorMark.FindAttribute(copy)!);
            copy.ImplAttributes = MethodImplAttributes.IL;
            copy.Body = new MethodBody(copy);
            code.Later(() => Emit(accessor, copy, new ReferenceRewriter(importer, GenericMap.Same(copy.DeclaringType, copy))));
        }
    }

    /// <summary>Has the copy of an accessor that names types by text find them in the deployed assembly; refuses what that does not have.</summary>
    public void Qualify(MethodDefinition accessor, MethodDefinition copy)
    {
        if (AccessorMark.Read(accessor) is not { } mark)
            return;
        var places = copy.Parameters.Cast<ICustomAttributeProvider>().Prepend(copy.MethodReturnType).ToList();
        foreach (var attribute in places.SelectMany(static p => p.CustomAttributes).Where(static a => a.AttributeType.FullName == TypeAttribute))
        {
            var text = (string)attribute.ConstructorArguments[0].Value;
            var name = text.Split(',')[0].Trim();
            if (accessor.Module.GetType(name, runtimeName: true) is not TypeDefinition type)
                continue;
            var isDeployed = universe.WovenOf(type) is not null;
            if (isDeployed ? mark.FindIn(type, accessor) is { } member && !IsDeployed(member) : name != text)
                code.Report(EditDiagnostics.AccessorOfNamedType, accessor, $"{ReadableName.Of(type)}.{mark.Name}");
            if (isDeployed && name == text)
                attribute.ConstructorArguments[0] = new CustomAttributeArgument(attribute.ConstructorArguments[0].Type, $"{name}, {accessor.Module.Assembly.Name.Name}");
        }
    }

    private (AccessorMark Mark, IMemberDefinition Member)? Find(MethodDefinition accessor)
    {
        if (AccessorMark.Read(accessor) is not { Owner: { } owner } mark || universe.Find(owner.GetElementType()) is not { } type || universe.WovenOf(type) is null)
            return null;
        return mark.FindIn(type, accessor) is { } member && !IsDeployed(member) ? (mark, member) : null;
    }

    private bool IsDeployed(IMemberDefinition member) => member switch
    {
        FieldDefinition field => code.AddedField(field) is null && universe.OldOf(field)?.Name == field.Name,
        MethodDefinition method => universe.OldOf(method)?.Name == method.Name && !universe.IsInlined(method),
        _ => true,
    };

    private Instruction Access(AccessorMark mark, IMemberDefinition member, IReadOnlyList<TypeReference> arguments, MethodDefinition accessor, ReferenceRewriter references)
    {
        if (member is FieldDefinition field)
        {
            if (code.AddedField(field) is { } added)
                return Instruction.Create(OpCodes.Call, added.Address.Over(arguments));
            var deployed = references.Field(new FieldReference(field.Name, field.FieldType, mark.Owner));
            deployed.Name = universe.OldOf(field)!.Name;
            return Instruction.Create(field.IsStatic ? OpCodes.Ldsflda : OpCodes.Ldflda, deployed);
        }

        var method = (MethodDefinition)member;
        var body = mark.Kind == AccessorKind.Constructor ? code.Factory(method) : universe.IsAsked(method) ? code.Slots.Of(method) : code.StaticBody(method);
        return Instruction.Create(OpCodes.Call, body.Over([.. arguments, .. accessor.GenericParameters.Select(references.Type).Take(method.GenericParameters.Count)]));
    }
}
