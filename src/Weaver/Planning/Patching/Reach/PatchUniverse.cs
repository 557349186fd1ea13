using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Callers;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Answers, for any reference in a new build, which definition it means and what that is in the deployed build.</summary>
internal sealed class PatchUniverse
{
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches;
    private readonly Dictionary<string, AssemblyMatch> _byName;
    private readonly AddedHomes _homes;
    private readonly HashSet<MethodDefinition> _inlined;
    private readonly HashSet<TypeDefinition> _replaced;
    private readonly Dictionary<ModuleDefinition, TypeDefinition?> _deployedTypes = [];

    public PatchUniverse(PatchPlan plan)
    {
        _homes = plan.Homes;
        BringsResources = plan.Resources.Count > 0;
        _matches = plan.Matches.ToDictionary(static m => m.Pair.New);
        _byName = plan.Matches.ToDictionary(static m => m.Pair.Name, StringComparer.Ordinal);
        _inlined = [.. plan.Inlined];
        _replaced = [.. plan.Replaced.Select(static r => r.Type)];
    }

    /// <summary>The definition in a new build that a named type means; null when it is of another assembly.</summary>
    public TypeDefinition? Find(TypeReference named)
    {
        if (named is TypeDefinition definition)
            return _matches.ContainsKey(definition.Module) ? definition : null;
        if (named.Scope is not AssemblyNameReference scope || !_byName.TryGetValue(scope.Name, out var match)
            || named.Module == match.Pair.Deployed.Woven)
            return null;
        // A woven module refers to other woven ones as they are; only references from new builds mean new builds.
        return _matches.ContainsKey(named.Module) ? match.Pair.New.GetType(named.FullName) : null;
    }

    /// <summary>The definition in a new build that a method reference means; null when it is of another assembly or of an array.</summary>
    public MethodDefinition? Find(MethodReference method) =>
        method.DeclaringType is ArrayType || Find(method.DeclaringType.GetElementType()) is null ? null : method.Resolve();

    /// <summary>The definition in a new build that a field reference means; null when it is of another assembly.</summary>
    public FieldDefinition? Find(FieldReference field) => Find(field.DeclaringType.GetElementType()) is null ? null : field.Resolve();

    /// <summary>The deployed type that a type of a new build is; null when it moves into the patch.</summary>
    public TypeDefinition? WovenOf(TypeDefinition type)
    {
        var match = _matches[type.Module];
        return match.OldOf(type) is { } old ? match.ModuleOf(old).WovenOf(old) : null;
    }

    /// <summary>Whether the patch brings embedded resources, or takes some away.</summary>
    public bool BringsResources { get; }

    /// <summary>Which outside methods ask for the calling assembly.</summary>
    public AskedCallers Callers { get; } = new();

    /// <summary>
    /// A type of a new build that is deployed and not generic, by which code can name the deployed assembly; null when there is none.
    /// </summary>
    public TypeDefinition? FindDeployedType(ModuleDefinition module)
    {
        if (!_deployedTypes.TryGetValue(module, out var found))
            _deployedTypes.Add(module, found = module.Types.FirstOrDefault(t => IsNamedSimply(t)
                && WovenOf(t)?.Module == _matches[module].Pair.Deployed.Woven));
        return found;
    }

    /// <summary>The deployed method, with its stub, that a method of a new build is; null when it is new.</summary>
    public MethodDefinition? FindWoven(MethodDefinition method) =>
        OldOf(method) is { } old ? (MethodDefinition)_matches[method.Module].ModuleOf(old).Woven.LookupToken(old.MetadataToken) : null;

    /// <summary>The deployed method that a method of a new build is; null when it is new.</summary>
    public MethodDefinition? OldOf(MethodDefinition method) => _matches[method.Module].OldOf(method);

    /// <summary>The deployed field that a field of a new build is; null when it is new.</summary>
    public FieldDefinition? OldOf(FieldDefinition field) => _matches[field.Module].OldOf(field);

    /// <summary>The method of an earlier patch, as it is there, that delegates of a new method name; null where there is none.</summary>
    public MethodDefinition? HomeOf(MethodDefinition method, HomeKind kind) =>
        _homes.Find(method, kind) is { } home ? (MethodDefinition)_matches[method.Module].ModuleOf(home)
            .Woven.LookupToken(home.MetadataToken) : null;

    /// <summary>By what a later patch knows a method that this one adds.</summary>
    public AddedMark MarkOf(MethodDefinition method)
    {
        var match = _matches[method.Module];
        return new AddedMark(match.Pair.Name, match.AddedKeyOf(method), match.NewKeys.KeyOf(method)
            ?? "", ReadableName.Describe(match.NewKeys.RootOf(method)));
    }

    /// <summary>By what a later patch knows a closure class that this one brings; null where no code makes one.</summary>
    public AddedMark? MarkOf(TypeDefinition closure)
    {
        var match = _matches[closure.Module];
        return match.NewKeys.KeyOf(closure) is { } key ? new AddedMark(match.Pair.Name, key, key,
            ReadableName.Describe(GeneratedCode.UserTypeOf(closure))) : null;
    }

    /// <summary>Whether callers of a method without a stub are bound to the patch's copy, since its code is new.</summary>
    public bool IsInlined(MethodDefinition method) => _inlined.Contains(_matches[method.Module].NewKeys.RootOf(method));

    /// <summary>
    /// Whether a method is virtual and running types' method tables do not have it: the patch tests the object's type itself.
    /// </summary>
    public bool IsAsked(MethodDefinition method) =>
        method is { IsVirtual: true, DeclaringType.IsValueType: false } && (OldOf(method) is not { } old || (!old.IsVirtual
            && IsInlined(method)));

    /// <summary>Whether a type that a person wrote gets a new version by this patch.</summary>
    public bool IsReplaced(TypeDefinition type) => _replaced.Contains(GeneratedCode.UserTypeOf(type));

    private static bool IsNamedSimply(TypeDefinition type) => !type.HasGenericParameters && type.Name != "<Module>";
}
