using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Gives a type or method the generic parameters of another. Constraints come second: they may name any of the parameters.
/// </summary>
internal static class GenericParameterCopy
{
    /// <summary>Adds parameters of the same names and flags.</summary>
    /// <param name="source">The parameters to copy.</param>
    /// <param name="target">What gets them.</param>
    /// <param name="keepVariance">Whether the target is an interface or delegate where the source is; on anything else variance is invalid
    /// metadata.</param>
    public static void Declare(IEnumerable<GenericParameter> source, IGenericParameterProvider target, bool keepVariance = false)
    {
        foreach (var parameter in source)
        {
            var attributes = keepVariance ? parameter.Attributes : parameter.Attributes & ~GenericParameterAttributes.VarianceMask;
            target.GenericParameters.Add(new GenericParameter(parameter.Name, target) { Attributes = attributes });
        }
    }

    /// <summary>Adds their constraints to parameters that were declared, in the same order.</summary>
    public static void Constrain(IEnumerable<GenericParameter> source, IGenericParameterProvider target, ReferenceRewriter references)
    {
        var index = 0;
        foreach (var parameter in source)
        {
            var copy = target.GenericParameters[index++];
            foreach (var constraint in parameter.Constraints)
                copy.Constraints.Add(new GenericParameterConstraint(references.Type(constraint.ConstraintType)));
        }
    }
}
