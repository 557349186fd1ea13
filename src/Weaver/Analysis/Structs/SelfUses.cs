using HotWeave.Weaver.Analysis.Weaving;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>Finds what methods do to the struct that they are called on, through what they call in the same assembly.</summary>
internal sealed class SelfUses(TypeDefinition self)
{
    // Who calls deeper than that does more than a call of a struct's method costs.
    private const int Deepest = 6;

    private readonly Dictionary<(MethodDefinition Method, Place Receiver), SelfEffects> _known = [];

    /// <summary>Which variables may be the struct.</summary>
    public StructMemory Memory { get; } = new(self);

    /// <summary>What an instance method of the struct does.</summary>
    public SelfEffects Find(MethodDefinition method) => Find(method, Place.Self, 0);

    /// <summary>What a method does that is called from another.</summary>
    /// <param name="method">The method.</param>
    /// <param name="receiver">What it is called on.</param>
    /// <param name="depth">How many calls are round it.</param>
    public SelfEffects Find(MethodDefinition method, Place receiver, int depth)
    {
        if (_known.TryGetValue((method, receiver), out var known))
            return known;
        if (depth > Deepest || !method.HasBody)
            return SelfEffects.Unknown;
        // One that calls itself is not followed round.
        _known[(method, receiver)] = SelfEffects.Unknown;
        return _known[(method, receiver)] = new SelfUseWalk(this, self, method, receiver, depth).Run();
    }

    /// <summary>The body that a call of a method of this assembly runs for sure; null where the object, or somebody else,
    /// chooses.</summary>
    public static MethodDefinition? FindBody(MethodReference called, bool isVirtualCall, ModuleDefinition module) =>
        MethodUses.OwnDefinition(called, module) is { HasBody: true } body && !(isVirtualCall && body.IsVirtual
            && !body.DeclaringType.IsValueType) ? body : null;

    /// <summary>
    /// The body that a call of a virtual method runs on a value of a struct of this assembly: its own override. Null where it has none that
    /// takes just the same, or another type has the value.
    /// </summary>
    public static MethodDefinition? FindBody(MethodReference called, TypeReference constrained) =>
        constrained is not TypeDefinition { IsValueType: true, HasGenericParameters: false } type || called is GenericInstanceMethod ? null
        : type.Methods.FirstOrDefault(m => m.HasBody && m.Overrides.Any(o => o.FullName == called.FullName))
        ?? type.Methods.FirstOrDefault(m => m is { HasBody: true, IsVirtual: true, HasOverrides: false } && m.Name == called.Name
            && m.ReturnType.FullName == called.ReturnType.FullName
            && m.Parameters.Select(static p => p.ParameterType.FullName).SequenceEqual(called.Parameters.Select(static p => p.ParameterType.FullName)));
}
