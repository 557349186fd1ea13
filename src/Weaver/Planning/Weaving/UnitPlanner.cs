using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Weaving;

/// <summary>Plans the frames of unit methods.</summary>
internal static class UnitPlanner
{
    /// <summary>A frame for each.</summary>
    public static IReadOnlyList<UnitPlan> Plan(IReadOnlyList<UnitFacts> units)
    {
        var names = new Dictionary<TypeDefinition, UniqueNames>();
        return [.. units.Select(unit => Plan(unit, names))];
    }

    private static UnitPlan Plan(UnitFacts unit, Dictionary<TypeDefinition, UniqueNames> names)
    {
        var method = unit.Method;
        if (!names.TryGetValue(method.DeclaringType, out var taken))
            names.Add(method.DeclaringType, taken = new UniqueNames());
        return new UnitPlan(
            MethodKey.Make(method),
            GeneratedName.Unit(method),
            unit.Shape,
            taken.TakeName(GeneratedName.UnitMethod(method), StaticShapeText.Write(method)),
            // Overloads all take an array.
            unit.WaitsWithoutThread ? taken.TakeName(GeneratedName.UnitCallMethod(method)) : null);
    }
}
