using HotWeave.Weaver.IL;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Finds in a new build what deployed code names; what the new build does not have is kept for the messages.</summary>
/// <param name="target">The new build.</param>
/// <param name="deployed">The deployed build.</param>
internal sealed class DeployedNames(ModuleDefinition target, ModuleDefinition deployed) : TypeImporter(target)
{
    private readonly Dictionary<TypeDefinition, TypeDefinition> _known = [];

    /// <summary>The deployed types that were named and that the new build does not have.</summary>
    public HashSet<TypeDefinition> Missing { get; } = [];

    /// <summary>Says which type of the new build a deployed one is.</summary>
    public void Add(TypeDefinition old, TypeDefinition @new) => _known[old] = @new;

    /// <inheritdoc/>
    public override TypeReference Import(TypeReference named)
    {
        if (named.Module != deployed || named is not TypeDefinition old)
            return base.Import(named);
        if (_known.TryGetValue(old, out var found))
            return found;
        if (Target.GetType(old.FullName) is { } same && AnonymousShape.AreSame(same, old))
            return same;
        Missing.Add(old);
        return base.Import(named);
    }
}
