using HotWeave.Weaver.Model;
using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Conversions;

/// <summary>
/// Finds where values of some types leave them: where a place of a type that says nothing of them takes a value of one that does. From there
/// on nobody can say from the types of places where such values are.
/// </summary>
internal sealed class ConversionTrace
{
    private readonly Dictionary<ModuleDefinition, BodyVerifier> _verifiers = [];

    /// <summary>The places in a body, in the order of its instructions; null where the body is not understood.</summary>
    /// <param name="method">A method with a body.</param>
    /// <param name="isMeant">Which types.</param>
    public IReadOnlyList<ValueConversion>? Find(MethodDefinition method, Func<TypeDefinition, bool> isMeant)
    {
        if (!_verifiers.TryGetValue(method.Module, out var verifier))
            _verifiers.Add(method.Module, verifier = new BodyVerifier(method.Module));
        var found = new SortedDictionary<int, ValueConversion>();
        var finding = verifier.Trace(method, (at, from, to) =>
        {
            if (Mentions(from, isMeant) && !Mentions(to, isMeant))
                found[at] = new ValueConversion(method.Body.Instructions[at], from.ToString(), to.Name?.FullName ?? to.ToString());
        });
        return finding is null ? [.. found.Values] : null;
    }

    private static bool Mentions(ILType type, Func<TypeDefinition, bool> isMeant) =>
        (type.Name?.Definition is { } definition && isMeant(definition))
        || Array.Exists(type.Arguments, a => Mentions(a, isMeant))
        || (type.Element is { } element && Mentions(element, isMeant));
}
