using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Planning.Patching.Reach.Callers;

/// <summary>
/// Finds uses, in one body, of constructors without parameters that only the patch has and that the runtime looks for in the deployed type:
/// generic constraints <c>new()</c>, and
/// <c>Activator.CreateInstance&lt;T&gt;()</c>, for which the patch's factory can stand.
/// </summary>
internal sealed class ConstructorUses(MethodDefinition source, PatchUniverse universe, IReachNeeds needs)
{
    /// <summary>
    /// What stands for an instruction that makes an object so; null for all others. One for which nothing can stand is refused.
    /// </summary>
    public MemberBinding? Bind(Instruction original)
    {
        if (original.Operand is GenericInstanceMethod { Name: "CreateInstance", DeclaringType.FullName: "System.Activator" } made
            && FindAdded(made.GenericArguments[0]) is { } constructor)
        {
            needs.NeedFactory(constructor);
            needs.NeedType(made.GenericArguments[0]);
            return new MemberBinding(BindingKind.Factory, constructor);
        }

        if (original.Operand is GenericInstanceMethod method)
            Check(method.GenericArguments, method.ElementMethod.Resolve);
        var declaring = original.Operand as GenericInstanceType
            ?? (original.Operand as MemberReference)?.DeclaringType as GenericInstanceType;
        if (declaring is { } type)
            Check(type.GenericArguments, type.ElementType.Resolve);
        return null;
    }

    private void Check(Collection<TypeReference> arguments, Func<IGenericParameterProvider?> resolve)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            // A type that has to be a struct is made without a constructor.
            if (FindAdded(arguments[i]) is { } constructor && resolve()?.GenericParameters[i] is { HasDefaultConstructorConstraint: true,
                HasNotNullableValueTypeConstraint: false })
                needs.Note(EditDiagnostics.AddedConstructorAsked, source, ReadableName.Describe(constructor.DeclaringType));
        }
    }

    private MethodDefinition? FindAdded(TypeReference type)
    {
        if (type is GenericParameter or ArrayType || universe.Find(type.GetElementType()) is not { } definition
            || universe.WovenOf(definition) is null)
            return null;
        return definition.Methods.FirstOrDefault(static m => m is { IsConstructor: true, IsStatic: false,
            HasParameters: false }) is { } constructor && universe.OldOf(constructor) is null ? constructor : null;
    }
}
