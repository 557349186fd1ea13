using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Has copied code name members of its own module by their definitions, as a compiler does.</summary>
internal static class OwnDefinitions
{
    /// <summary>Looks at a copied method; gives what it names of the own assembly and the new build does not have.</summary>
    public static IEnumerable<MemberReference> Settle(MethodDefinition method)
    {
        var missing = new List<MemberReference>();
        foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
        {
            if (instruction.Operand is MethodReference or FieldReference)
                Settle(method.Module, instruction, (MemberReference)instruction.Operand, missing);
        }

        for (var i = 0; i < method.Overrides.Count; i++)
        {
            if (IsOwn(method.Module, method.Overrides[i]) && method.Overrides[i].Resolve() is null)
                missing.Add(method.Overrides[i]);
        }

        return missing;
    }

    private static void Settle(ModuleDefinition module, Instruction instruction, MemberReference member, List<MemberReference> missing)
    {
        if (member is MethodDefinition or FieldDefinition || !IsOwn(module, member))
            return;
        if (member is MethodReference method ? method.Resolve() is null : ((FieldReference)member).Resolve() is null)
            missing.Add(member);
        else if (member.DeclaringType is TypeDefinition)
            instruction.Operand = Define(member);
    }

    private static object Define(MemberReference member)
    {
        if (member is FieldReference field)
            return field.Resolve();
        if (member is not GenericInstanceMethod instance)
            return ((MethodReference)member).Resolve();
        var defined = new GenericInstanceMethod(instance.ElementMethod.Resolve());
        foreach (var argument in instance.GenericArguments)
            defined.GenericArguments.Add(argument);
        return defined;
    }

    private static bool IsOwn(ModuleDefinition module, MemberReference member) =>
        member.DeclaringType is not ArrayType && member.DeclaringType.GetElementType() is TypeDefinition type && type.Module == module;
}
