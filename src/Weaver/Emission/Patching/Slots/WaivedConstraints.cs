using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Takes constraints from generic methods and types that only the patch has, in memory: the runtime goes by the method table there, which lacks an added interface; the code
/// does not need them, since calls on a reference go by the object.
/// </summary>
internal static class WaivedConstraints
{
    /// <summary>Takes them from the new builds.</summary>
    public static void TakeOut(IReadOnlyDictionary<GenericParameter, List<GenericParameterConstraint>> waived)
    {
        foreach (var parameter in waived)
        {
            foreach (var constraint in parameter.Value)
                parameter.Key.Constraints.Remove(constraint);
        }
    }
}
