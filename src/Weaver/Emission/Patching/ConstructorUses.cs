using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Finds uses, in one body, of constructors without parameters that only the patch has and that the runtime looks for in the deployed type: generic constraints <c>new()</c>, and
/// <c>Activator.CreateInstance&lt;T&gt;()</c>, for which the patch's factory can stand.
/// </summary>
internal sealed class ConstructorUses(MethodDefinition source, ReferenceRewriter references, PatchUniverse universe, PatchedCode code)
{
    /// <summary>What stands for an instruction that makes an object so; null for all others. One for which nothing can stand is reported.</summary>
    public IReadOnlyList<Instruction>? Replace(Instruction original)
    {
        if (original.Operand is GenericInstanceMethod { Name: "CreateInstance", DeclaringType.FullName: "System.Activator" } made && AddedOf(made.GenericArguments[0]) is { } constructor)
            return [Instruction.Create(OpCodes.Call, DirectReference.Of(code.Factory(constructor), new MethodReference(constructor.Name, constructor.ReturnType, made.GenericArguments[0]), references))];
        if (original.Operand is GenericInstanceMethod method)
            Check(method.GenericArguments, method.ElementMethod.Resolve);
        if ((original.Operand as GenericInstanceType ?? (original.Operand as MemberReference)?.DeclaringType as GenericInstanceType) is { } type)
            Check(type.GenericArguments, type.ElementType.Resolve);
        return null;
    }

    private void Check(Collection<TypeReference> arguments, Func<IGenericParameterProvider?> resolve)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            // A type that has to be a struct is made without a constructor.
            if (AddedOf(arguments[i]) is { } constructor && resolve()?.GenericParameters[i] is { HasDefaultConstructorConstraint: true, HasNotNullableValueTypeConstraint: false })
                code.Report(EditDiagnostics.AddedConstructorAsked, source, ReadableName.Of(constructor.DeclaringType));
        }
    }

    private MethodDefinition? AddedOf(TypeReference type)
    {
        if (type is GenericParameter or ArrayType || universe.Find(type.GetElementType()) is not { } definition || universe.WovenOf(definition) is null)
            return null;
        return definition.Methods.FirstOrDefault(static m => m is { IsConstructor: true, IsStatic: false, HasParameters: false }) is { } constructor && universe.OldOf(constructor) is null ? constructor : null;
    }
}
