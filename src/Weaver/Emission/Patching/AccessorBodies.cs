using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives <c>[UnsafeAccessor]</c> methods of members that the runtime would not find a body, which goes where code of the patch goes.</summary>
internal sealed class AccessorBodies(ReachFacts facts, PatchMembers members)
{
    /// <summary>Gives a method of the static shape of an accessor its body.</summary>
    public void Emit(MethodDefinition accessor, MethodDefinition method, ReferenceRewriter references)
    {
        var (mark, member) = facts.Accessors.Find(accessor)!;
        List<TypeReference> arguments = mark.Owner is GenericInstanceType type ? [.. type.GenericArguments.Select(references.Type)] : [];
        foreach (var parameter in method.Parameters.Skip(mark.Kind is AccessorKind.StaticMethod or AccessorKind.StaticField ? 1 : 0))
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg, parameter));
        method.Body.Instructions.Add(Access(mark, member, arguments, accessor, references));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        if (mark.Kind == AccessorKind.Method && !member.DeclaringType.IsValueType)
            Prologues.CheckNull(method);
    }

    /// <summary>Makes the copy of an accessor, in a type that moved, a method with a body.</summary>
    public static void Open(MethodDefinition copy)
    {
        copy.CustomAttributes.Remove(AccessorMark.FindAttribute(copy)!);
        copy.ImplAttributes = MethodImplAttributes.IL;
        copy.Body = new MethodBody(copy);
    }

    private Instruction Access(AccessorMark mark, IMemberDefinition member, IReadOnlyList<TypeReference> arguments, MethodDefinition accessor, ReferenceRewriter references)
    {
        if (member is FieldDefinition field)
        {
            if (facts.IsAdded(field))
                return Instruction.Create(OpCodes.Call, members.Cells.FindOrMake(field).Address.Over(arguments));
            var deployed = references.Field(new FieldReference(field.Name, field.FieldType, mark.Owner));
            deployed.Name = facts.Universe.OldOf(field)!.Name;
            return Instruction.Create(field.IsStatic ? OpCodes.Ldsflda : OpCodes.Ldflda, deployed);
        }

        var method = (MethodDefinition)member;
        var body = mark.Kind == AccessorKind.Constructor ? members.Bodies.FindOrDeclareFactory(method)
            : facts.Universe.IsAsked(method) ? members.Slots.FindOrDeclare(method)
            : members.Bodies.FindOrDeclare(method);
        return Instruction.Create(OpCodes.Call, body.Over([.. arguments, .. accessor.GenericParameters.Select(references.Type).Take(method.GenericParameters.Count)]));
    }
}
