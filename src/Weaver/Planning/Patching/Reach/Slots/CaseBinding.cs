using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Slots;

/// <summary>
/// What the generic parameters of a case's type are in a method that has those of the type around the slot: <c>E&lt;U&gt; : B&lt;U&gt;</c>
/// in a method of
/// <c>B&lt;T&gt;</c> is <c>E&lt;T&gt;</c>. Where the type has more of them, or limits them otherwise, or the slot's are variant, the object
/// alone knows.
/// </summary>
internal static class CaseBinding
{
    /// <summary>The arguments; null where only the object's type tells.</summary>
    /// <param name="case">The case.</param>
    /// <param name="slotType">The type that the view of the case is a view of.</param>
    /// <param name="flat">The generic parameters that stand for those of <paramref name="slotType"/>.</param>
    public static IReadOnlyList<TypeReference>? Infer(SlotCase @case, TypeDefinition slotType, IReadOnlyList<GenericParameter> flat)
    {
        var arguments = new TypeReference[@case.Type.GenericParameters.Count];
        for (var j = 0; j < arguments.Length; j++)
        {
            if (@case.View is not GenericInstanceType view)
                return null;
            var parameter = @case.Type.GenericParameters[j];
            var i = Enumerable.Range(0, view.GenericArguments.Count)
                .Where(n => view.GenericArguments[n] == parameter && slotType.GenericParameters[n].IsNonVariant
                && IsAsWide(parameter, slotType.GenericParameters[n]))
                .DefaultIfEmpty(-1).First();
            if (i < 0)
                return null;
            arguments[j] = flat[i];
        }

        return arguments;
    }

    /// <summary>The arguments of the view that depend on nothing, each with the generic parameter of a method that stands for it.</summary>
    public static IEnumerable<(TypeReference Concrete, GenericParameter Asked)> Fixed(SlotCase @case,
        IReadOnlyList<GenericParameter> flat) =>
        @case.View is GenericInstanceType view
            ? view.GenericArguments.Select((a, i) => (a, flat[i])).Where(static p => !p.a.ContainsGenericParameter)
            : [];

    private static bool IsAsWide(GenericParameter own, GenericParameter asked) =>
        (own.Constraints.Count == 0 && (own.Attributes & GenericParameterAttributes.SpecialConstraintMask) == 0)
            || TextOf(own) == TextOf(asked);

    private static string TextOf(GenericParameter parameter) =>
        (parameter.Attributes & ~GenericParameterAttributes.VarianceMask) + ":" + string.Join(",",
            parameter.Constraints.Select(static c => SignatureText.Plain.Write(c.ConstraintType)));
}
