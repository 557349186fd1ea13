using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>
/// Which swappable types are woven so that patches can add more to them: the type's own attribute decides, then the assembly's, then the
/// request.
/// </summary>
internal sealed class OpenTypes
{
    private readonly IReadOnlyList<TypeDefinition> _types;
    private readonly OverrideExtent _overrides;
    private readonly bool _interfaces;

    private OpenTypes(IReadOnlyList<TypeDefinition> types, OverrideExtent overrides, bool interfaces)
    {
        _types = types;
        _overrides = overrides;
        _interfaces = interfaces;
    }

    /// <summary>Those of <paramref name="module"/>.</summary>
    public static OpenTypes Find(ModuleDefinition module, WeaveSelection selection) => new(
        [.. SwappableTypes.Find(module, selection).Where(static t => t.IsWhole).Select(static t => t.Type)],
        Marks.TakesOverrides(module.Assembly) is { } said ? Extent(said, false) : Extent(selection.Overrides, selection.CommonOverrides),
        Marks.TakesInterfaces(module.Assembly) ?? selection.Interfaces);

    /// <summary>The classes and structs that get overrides of methods from outside, and which.</summary>
    public IEnumerable<(TypeDefinition Type, OverrideExtent Extent)> ForOverrides() =>
        _types.Where(static t => !t.IsInterface && !IsStatic(t) && !IsByRefLike(t))
            .Select(t => (Type: t, Extent: ExtentOf(t)))
            .Where(static t => t.Extent != OverrideExtent.None);

    /// <summary>The classes whose objects are to answer casts themselves.</summary>
    public IEnumerable<TypeDefinition> ForInterfaces() =>
        _types.Where(t => (Marks.TakesInterfaces(t) ?? _interfaces) && t is { IsInterface: false, IsValueType: false, IsImport: false } && !IsStatic(t));

    private OverrideExtent ExtentOf(TypeDefinition type) => Marks.TakesOverrides(type) switch
    {
        true => OverrideExtent.All,
        false => OverrideExtent.None,
        null => _overrides,
    };

    private static OverrideExtent Extent(bool all, bool common) =>
        all ? OverrideExtent.ButBits : common ? OverrideExtent.Common : OverrideExtent.None;

    private static bool IsStatic(TypeDefinition type) => type.IsAbstract && type.IsSealed;

    // It cannot be boxed, which calling its base takes.
    private static bool IsByRefLike(TypeDefinition type) =>
        type.IsValueType
        && type.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsByRefLikeAttribute");
}
