using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which parameters of constructors dependency injection can fill, and with what.</summary>
internal static class ServiceParameters
{
    /// <summary>The code of the service; null where the parameter's type is not one of services.</summary>
    public static IReadOnlyList<DerivedStep>? ValueOf(MethodDefinition constructor, ParameterDefinition parameter) =>
        IsService(parameter.ParameterType)
            ? [new DerivedStep(constructor, Instruction.Create(OpCodes.Castclass, parameter.ParameterType)) { IsService = true }]
            : null;

    // Texts, lists of values and delegates are settings, and somebody passes them. A scope, or what makes one, is no service of the root.
    private static bool IsService(TypeReference type) =>
        type is not (GenericParameter or ArrayType or ByReferenceType or PointerType or IModifierType) && !HasParameters(type)
        && type.MetadataType is not (MetadataType.String or MetadataType.Object)
        && type.FullName != "System.IServiceProvider"
        && type.Resolve() is { IsValueType: false } definition && !DelegateTypes.Contains(definition);

    private static bool HasParameters(TypeReference type) =>
        type is GenericInstanceType instance && instance.GenericArguments.Any(static a => a is GenericParameter || HasParameters(a));
}
