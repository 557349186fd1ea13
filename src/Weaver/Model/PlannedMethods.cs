using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>The methods of a module by their keys in a plan that was made for it.</summary>
internal sealed class PlannedMethods
{
    private readonly ModuleDefinition _module;
    private readonly Lazy<Dictionary<uint, MethodDefinition>> _added;

    /// <summary>Makes the look-up; methods that are added later are not found.</summary>
    public PlannedMethods(ModuleDefinition module)
    {
        _module = module;
        _added = new Lazy<Dictionary<uint, MethodDefinition>>(() => module.GetTypes()
            .SelectMany(static t => t.Methods)
            .Where(static m => AddedTokens.IsAdded(m.MetadataToken.ToUInt32()))
            .ToDictionary(static m => m.MetadataToken.ToUInt32()));
    }

    /// <summary>The method that the key was made from.</summary>
    public MethodDefinition this[MethodKey key] =>
        AddedTokens.IsAdded(key.Token) ? _added.Value[key.Token] : (MethodDefinition)_module.LookupToken(new MetadataToken(key.Token));
}
