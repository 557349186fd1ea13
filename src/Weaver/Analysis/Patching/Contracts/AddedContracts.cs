using HotWeave.Weaver.Analysis.Patching.Keeping;
using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Contracts;

/// <summary>
/// Finds the properties that a patch adds to deployed types and shows to serialisers, where HotWeave.AspNetCore or
/// HotWeave.NewtonsoftJson is in the deployed process to show them. Objects that keep the code they were made with have no values for them, so types of such objects are left as they are.
/// </summary>
internal sealed class AddedContracts
{
    private readonly Dictionary<PropertyDefinition, AddedProperty> _properties = [];
    private readonly bool _hasNewtonsoft;

    public AddedContracts(IReadOnlyList<AssemblyMatch> matches, IReadOnlyList<KeptType> kept, IReadOnlyCollection<string> accepted)
    {
        _hasNewtonsoft = matches.Any(static m => Integration.IsInNewtonsoft(m.Pair.Old));
        if (!(_hasNewtonsoft || matches.Any(static m => Integration.IsIn(m.Pair.Old))) || accepted.Contains(EditDiagnostics.ShownToJson.Id))
            return;
        List<AddedContract> found =
        [
            .. from match in matches
               where !match.Pair.IsNewProject
               from type in match.Untouched.OthersIn(match.Pair.New)
               where match.OldOf(type) is not null && HasContract(type) && kept.All(k => !k.IsAsked(type))
               let contract = new AddedContract(type, [.. FindProperties(type, match)])
               where contract.Properties.Count > 0
               select contract,
        ];
        All = found;
        foreach (var property in found.SelectMany(static c => c.Properties))
            _properties.Add(property.Property, property);
    }

    /// <summary>The types with such properties, in the order of the new builds.</summary>
    public IReadOnlyList<AddedContract> All { get; } = [];

    /// <summary>Whether a property is shown.</summary>
    public bool Show(PropertyDefinition property) => _properties.ContainsKey(property);

    // What has no objects has no contract, and those of an interface are its implementers'.
    private static bool HasContract(TypeDefinition type) =>
        type is { IsInterface: false, IsEnum: false } && !(type.IsAbstract && type.IsSealed)
        && !GeneratedCode.IsGenerated(type) && !GeneratedCode.IsAnonymous(type)
        && type.CustomAttributes.All(static a => a.AttributeType.FullName != "System.Runtime.CompilerServices.IsByRefLikeAttribute");

    private IEnumerable<AddedProperty> FindProperties(TypeDefinition type, AssemblyMatch match)
    {
        foreach (var property in type.Properties.Where(static p => p is { HasThis: true, HasParameters: false } && IsValue(p.PropertyType)).Where(p => !IsAskedFor(p)))
        {
            var (get, set) = (FindAdded(property.GetMethod, match), FindAdded(property.SetMethod, match));
            if ((get ?? set) is not null && (IsSeen(property.GetMethod) || IsSeen(property.SetMethod) || OutsideMarks.AreOn(property)))
                yield return new AddedProperty(property, get, set);
        }
    }

    // Newtonsoft.Json would look for the method in the deployed type, and write what it is there to keep back.
    private bool IsAskedFor(PropertyDefinition property) =>
        _hasNewtonsoft && property.DeclaringType.Methods.Any(m => m.Name == "ShouldSerialize" + property.Name || m.Name == $"set_{property.Name}Specified");

    // Overrides answer through the property that they override.
    private static MethodDefinition? FindAdded(MethodDefinition? accessor, AssemblyMatch match) =>
        accessor is { HasBody: true, HasOverrides: false } && !(accessor.IsVirtual && !accessor.IsNewSlot) && match.OldOf(accessor) is null ? accessor : null;

    private static bool IsSeen(MethodDefinition? accessor) => accessor is { IsPublic: true };

    // A serialiser has values as objects.
    private static bool IsValue(TypeReference type) => type is not (ByReferenceType or PointerType or FunctionPointerType) && !IsByRefLike(type);

    private static bool IsByRefLike(TypeReference type) =>
        type.GetElementType() is { IsValueType: true } element
        && element.Resolve()?.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsByRefLikeAttribute") == true;
}
