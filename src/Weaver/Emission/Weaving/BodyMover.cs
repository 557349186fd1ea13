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
        // The type around a closure calls its local functions, so in generated types bodies are internal.
        var access = GeneratedCode.IsGenerated(export.DeclaringType) ? MethodAttributes.Assembly : MethodAttributes.Private;
        var method = new MethodDefinition(name, access | (export.Attributes & KeptAttributes), export.ReturnType)
        {
            HasThis = export.HasThis,
            ExplicitThis = export.ExplicitThis,
            CallingConvention = export.CallingConvention,
            ImplAttributes = export.ImplAttributes,
        };
        export.IsSynchronized = false;
        export.DeclaringType.Methods.Add(method);

        foreach (var parameter in export.GenericParameters)
            method.GenericParameters.Add(new GenericParameter(parameter.Name, method) { Attributes = parameter.Attributes });
        var rewriter = Rewriter(export, method);
        for (var i = 0; i < method.GenericParameters.Count; i++)
        {
            foreach (var constraint in export.GenericParameters[i].Constraints)
                method.GenericParameters[i].Constraints.Add(new GenericParameterConstraint(rewriter?.Type(constraint.ConstraintType) ?? constraint.ConstraintType));
        }

        method.ReturnType = rewriter?.Type(export.ReturnType) ?? export.ReturnType;
        foreach (var parameter in export.Parameters)
        {
            const ParameterAttributes kept = ParameterAttributes.In | ParameterAttributes.Out;
            method.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes & kept, rewriter?.Type(parameter.ParameterType) ?? parameter.ParameterType));
        }

        return method;
    }

    /// <summary>Gives the declared method the export's instructions and debug information; the export keeps its own until it gets its stub.</summary>
    public static void Move(MethodDefinition export, MethodDefinition body) => new BodyCloner(Rewriter(export, body)).Clone(export, body);

    // Without generic parameters of the method, every reference means the same in the new method.
    private static ReferenceRewriter? Rewriter(MethodDefinition export, MethodDefinition body) =>
        export.HasGenericParameters
            ? new ReferenceRewriter(new TypeImporter(export.Module), GenericMap.Same(export.DeclaringType, body))
            : null;
}
