using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Declares the static methods that stand for virtual calls of methods which running types' method tables do not have, each when it is
/// first named; the plan says when it gets its tests.
/// </summary>
internal sealed class SlotMethods(StaticBodies bodies)
{
    private readonly Dictionary<MethodDefinition, MethodDefinition> _plain = [];
    private readonly Dictionary<MethodDefinition, (MethodDefinition Method, GenericParameter Self)> _byReference = [];

    /// <summary>The static method that stands for a virtual call of the method.</summary>
    public MethodDefinition FindOrDeclare(MethodDefinition slot)
    {
        if (!_plain.TryGetValue(slot, out var method))
            _plain.Add(slot, method = bodies.DeclareHidden(slot, $"<{slot.Name}>virtual"));
        return method;
    }

    /// <summary>
    /// The static method that stands for a virtual call through a reference to a receiver of any type, which is its last generic parameter:
    /// <c>constrained. T callvirt</c>.
    /// </summary>
    public (MethodDefinition Method, GenericParameter Self) FindOrDeclareByReference(MethodDefinition slot)
    {
        if (!_byReference.TryGetValue(slot, out var known))
        {
            var method = ConstrainedCalls.Declare(bodies, slot, out var self);
            _byReference.Add(slot, known = (method, self));
        }

        return known;
    }

    /// <summary>The methods that were declared and have no tests yet.</summary>
    public IEnumerable<MethodDefinition> Waiting =>
        _plain.Where(static p => p.Value.Body.Instructions.Count == 0).Select(static p => p.Key)
            .Concat(_byReference.Where(static p => p.Value.Method.Body.Instructions.Count == 0).Select(static p => p.Key));
}
