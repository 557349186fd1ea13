using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>Moves the instructions of an export to a private method of their own.</summary>
internal static class BodyMover
{
    private const MethodAttributes KeptAttributes = MethodAttributes.Static | MethodAttributes.HideBySig;

    /// <summary>
    /// Adds the method <paramref name="name"/>, without a body yet, beside <paramref name="export"/>: same signature, same
    /// generic parameters, and the lock, if the export has one, instead of it.
    /// </summary>
    public static MethodDefinition Declare(MethodDefinition export, string name)
    {
        var method = new MethodDefinition(name, Access(export) | (export.Attributes & KeptAttributes), export.ReturnType)
        {
            HasThis = export.HasThis,
            ExplicitThis = export.ExplicitThis,
            CallingConvention = export.CallingConvention,
            ImplAttributes = export.ImplAttributes,
        };
        export.IsSynchronized = false;
        export.DeclaringType.Methods.Add(method);
        CopyGenericParameters(export, method);
        var rewriter = Rewriter(export, method);
        method.ReturnType = rewriter?.Type(export.ReturnType) ?? export.ReturnType;
        foreach (var parameter in export.Parameters)
        {
            const ParameterAttributes kept = ParameterAttributes.In | ParameterAttributes.Out;
            method.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes & kept, rewriter?.Type(parameter.ParameterType) ?? parameter.ParameterType));
        }

        TrimmingAnnotations.CopyOfValues(export, method);
        TrimmingAnnotations.CopyOfCode(export, method);
        HiddenFrames.Copy(export, method);
        return method;
    }

    /// <summary>Gives the declared method the export's instructions and debug information; the export keeps its own until it gets its stub.</summary>
    public static void Move(MethodDefinition export, MethodDefinition body) => new BodyCloner(Rewriter(export, body)).Clone(export, body);

    /// <summary>
    /// Adds the static method <paramref name="name"/>, without parameters and code yet, beside <paramref name="method"/>: same generic
    /// parameters, same return type.
    /// </summary>
    public static MethodDefinition DeclareStatic(MethodDefinition method, string name)
    {
        var declared = new MethodDefinition(name, Access(method) | MethodAttributes.Static | MethodAttributes.HideBySig, method.ReturnType);
        method.DeclaringType.Methods.Add(declared);
        CopyGenericParameters(method, declared);
        declared.ReturnType = In(method, declared, method.ReturnType);
        return declared;
    }

    /// <summary>A type that <paramref name="method"/> names, as <paramref name="other"/>, which has the same generic parameters, names it.</summary>
    public static TypeReference In(MethodDefinition method, MethodDefinition other, TypeReference type) => Rewriter(method, other)?.Type(type) ?? type;

    // The type around a closure calls its local functions, so in generated types bodies are internal.
    private static MethodAttributes Access(MethodDefinition export) =>
        GeneratedCode.IsGenerated(export.DeclaringType) ? MethodAttributes.Assembly : MethodAttributes.Private;

    private static void CopyGenericParameters(MethodDefinition export, MethodDefinition method)
    {
        GenericParameterCopy.Declare(export.GenericParameters, method);
        if (Rewriter(export, method) is { } rewriter)
            GenericParameterCopy.Constrain(export.GenericParameters, method, rewriter);
    }

    // Without generic parameters of the method, every reference means the same in the new method.
    private static ReferenceRewriter? Rewriter(MethodDefinition export, MethodDefinition body) =>
        export.HasGenericParameters
            ? new ReferenceRewriter(new TypeImporter(export.Module), GenericMap.Same(export.DeclaringType, body))
            : null;
}
