using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Names;

/// <summary>What has a name in the patch's assembly only: types that the patch adds, and methods that it adds to deployed ones.</summary>
internal sealed class AddedNames(IReadOnlyList<AssemblyMatch> matches)
{
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches = matches.ToDictionary(static m => m.Pair.New);
    private readonly Dictionary<string, AssemblyMatch> _byName = matches.ToDictionary(static m => m.Pair.Name, StringComparer.Ordinal);

    /// <summary>The types that a person wrote and the patch adds, those of untouched types excluded.</summary>
    public IEnumerable<TypeDefinition> Types => _matches.Values.SelectMany(static m => m.Untouched.OthersIn(m.Pair.New)).Where(t => IsWritten(t) && IsAdded(t));

    /// <summary>Whether a type is added, or has an argument or elements that are.</summary>
    public bool Mentions(TypeReference type) => type switch
    {
        GenericInstanceType instance => Mentions(instance.ElementType) || instance.GenericArguments.Any(Mentions),
        TypeSpecification specification => Mentions(specification.ElementType),
        GenericParameter => false,
        _ => FindOwn(type) is { } definition && IsAdded(definition),
    };

    /// <summary>Whether a method is added, or one of an added type, or has an argument that is.</summary>
    public bool Mentions(MethodReference method) =>
        Mentions(method.DeclaringType)
        || (method is GenericInstanceMethod instance && instance.GenericArguments.Any(Mentions))
        || IsAdded(method);

    /// <summary>Whether a method is added to a deployed type.</summary>
    public bool AddsTo(MethodReference method) => !Mentions(method.DeclaringType) && IsAdded(method);

    private static bool IsWritten(TypeDefinition type) =>
        !GeneratedCode.IsGenerated(type) && !GeneratedCode.IsAnonymous(type) && !GeneratedCode.HasGeneratedName(GeneratedCode.UserTypeOf(type));

    // To a deployed type, or with its type.
    private bool IsAdded(MethodReference method) =>
        FindOwn(method.DeclaringType) is { } type && !GeneratedCode.IsGenerated(type)
        && method.Resolve() is { } definition && _matches[type.Module].OldOf(definition) is null;

    private bool IsAdded(TypeDefinition type) => _matches[type.Module].OldOf(type) is null;

    private TypeDefinition? FindOwn(TypeReference type)
    {
        var element = type.GetElementType();
        if (element is TypeDefinition definition)
            return _matches.ContainsKey(definition.Module) ? definition : null;
        return element.Scope is AssemblyNameReference scope && _byName.ContainsKey(scope.Name) ? element.Resolve() : null;
    }
}
