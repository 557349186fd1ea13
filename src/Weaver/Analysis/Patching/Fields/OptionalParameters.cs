using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What compilers pass for parameters that a constructor got and that callers may leave out. No deployed caller can have passed one.
/// </summary>
internal static class OptionalParameters
{
    /// <summary>
    /// The one constructor that has the parameters of a deployed one and behind them optional ones; null where there is none, or several.
    /// </summary>
    public static MethodDefinition? FindSuccessor(MethodDefinition deployed, TypeDefinition type)
    {
        var found = type.Methods.Where(m => m is { IsConstructor: true, IsStatic: false, HasBody: true } && Continues(m, deployed)).ToList();
        return found.Count == 1 && found[0].Parameters.Skip(deployed.Parameters.Count).All(static p => p is { IsOptional: true, HasConstant: true })
            ? found[0]
            : null;
    }

    /// <summary>The code of what a compiler passes for a parameter that is left out; null where it is not a plain constant.</summary>
    public static IReadOnlyList<DerivedStep>? DefaultOf(MethodDefinition constructor, ParameterDefinition parameter) =>
        parameter.HasConstant && Load(parameter) is { } load ? [.. load.Select(i => new DerivedStep(constructor, i))] : null;

    private static bool Continues(MethodDefinition method, MethodDefinition deployed) =>
        method.Parameters.Count > deployed.Parameters.Count
        && !deployed.Parameters.Where((p, i) => SignatureText.Plain.Write(p.ParameterType)
            != SignatureText.Plain.Write(method.Parameters[i].ParameterType)).Any()
        && method.Parameters.Skip(deployed.Parameters.Count).All(static p => p.IsOptional || IsRest(p));

    // params
    private static bool IsRest(ParameterDefinition parameter) =>
        parameter.CustomAttributes.Any(static a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute");

    private static IReadOnlyList<Instruction>? Load(ParameterDefinition parameter) => parameter.Constant switch
    {
        long value => LoadLong(value),
        ulong value => LoadLong(unchecked((long)value)),
        _ => LoadSmall(parameter) is { } load ? [load] : null,
    };

    // The short forms that compilers write.
    private static IReadOnlyList<Instruction> LoadLong(long value) =>
        value is >= int.MinValue and <= int.MaxValue ? [Instruction.Create(OpCodes.Ldc_I4, (int)value), Instruction.Create(OpCodes.Conv_I8)]
        : value is > 0 and <= uint.MaxValue ? [Instruction.Create(OpCodes.Ldc_I4, unchecked((int)value)), Instruction.Create(OpCodes.Conv_U8)]
        : [Instruction.Create(OpCodes.Ldc_I8, value)];

    private static Instruction? LoadSmall(ParameterDefinition parameter) => parameter.Constant switch
    {
        null when IsReference(parameter.ParameterType) => Instruction.Create(OpCodes.Ldnull),
        null when parameter.ParameterType is not GenericParameter => Instruction.Create(OpCodes.Initobj, parameter.ParameterType),
        // A constant of a nullable type would have to be wrapped.
        not null when parameter.ParameterType is GenericInstanceType => null,
        bool value => Instruction.Create(OpCodes.Ldc_I4, value ? 1 : 0),
        char value => Instruction.Create(OpCodes.Ldc_I4, (int)value),
        sbyte value => Instruction.Create(OpCodes.Ldc_I4, (int)value),
        byte value => Instruction.Create(OpCodes.Ldc_I4, (int)value),
        short value => Instruction.Create(OpCodes.Ldc_I4, (int)value),
        ushort value => Instruction.Create(OpCodes.Ldc_I4, (int)value),
        int value => Instruction.Create(OpCodes.Ldc_I4, value),
        uint value => Instruction.Create(OpCodes.Ldc_I4, unchecked((int)value)),
        float value => Instruction.Create(OpCodes.Ldc_R4, value),
        double value => Instruction.Create(OpCodes.Ldc_R8, value),
        string value => Instruction.Create(OpCodes.Ldstr, value),
        _ => null,
    };

    private static bool IsReference(TypeReference type) =>
        type is not GenericParameter && (type is ArrayType || type.Resolve() is { IsValueType: false });
}
