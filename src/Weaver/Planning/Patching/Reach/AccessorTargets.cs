using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Finds the members that <c>[UnsafeAccessor]</c> methods name and running types do not have, have under another name, or of which the
/// patch has the body: the runtime would look at the
/// type, so these accessors get a body that goes where code of the patch goes.
/// </summary>
internal sealed class AccessorTargets(PatchUniverse universe, HashSet<FieldDefinition> added)
{
    /// <summary>What an accessor stands for; null where it needs no body, or is none.</summary>
    public AccessorTarget? Find(MethodDefinition accessor)
    {
        if (AccessorMark.Read(accessor) is not { Owner: { } owner } mark || universe.Find(owner.GetElementType()) is not { } type
            || universe.WovenOf(type) is null)
            return null;
        return mark.FindIn(type, accessor) is { } member && !IsDeployed(member) ? new AccessorTarget(mark, member) : null;
    }

    /// <summary>Whether the runtime finds a member that the new build has.</summary>
    public bool IsDeployed(IMemberDefinition member) => member switch
    {
        FieldDefinition field => !added.Contains(field) && universe.OldOf(field)?.Name == field.Name,
        MethodDefinition method => universe.OldOf(method)?.Name == method.Name && !universe.IsInlined(method),
        _ => true,
    };
}

/// <summary>A member that an accessor names.</summary>
/// <param name="Mark">How it names it.</param>
/// <param name="Member">The member, of the new build.</param>
internal sealed record AccessorTarget(AccessorMark Mark, IMemberDefinition Member);
