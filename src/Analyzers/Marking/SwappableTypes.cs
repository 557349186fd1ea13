using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HotWeave.Analyzers.Marking;

/// <summary>Which types of a compilation will be swappable: by attributes, or by the properties of the build.</summary>
internal sealed class SwappableTypes
{
    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _swappable;
    private readonly INamedTypeSymbol? _notSwappable;
    private readonly bool _isWhole;
    private readonly NamePatterns _included;
    private readonly NamePatterns _excluded;

    private SwappableTypes(Compilation compilation, INamedTypeSymbol swappable, AnalyzerConfigOptions options)
    {
        _compilation = compilation;
        _swappable = swappable;
        _notSwappable = compilation.GetTypeByMetadataName("HotWeave.NotSwappableAttribute");
        _isWhole = IsTrue(options, "HotWeaveAll") || HasAttribute(compilation.Assembly, swappable);
        _included = NamePatterns.Parse(ReadProperty(options, "HotWeaveIncludedNames"));
        _excluded = NamePatterns.Parse(ReadProperty(options, "HotWeaveExcludedNames"));
    }

    /// <summary>Those of the compilation; null where it knows no attributes of HotWeave, or is not woven.</summary>
    public static SwappableTypes? Find(Compilation compilation, AnalyzerConfigOptions options) =>
        ReadProperty(options, "HotWeaveEnabled") == "false" ? null
        : compilation.GetTypeByMetadataName("HotWeave.SwappableAttribute") is { } swappable ? new SwappableTypes(compilation, swappable, options)
        : null;

    public bool Contain(INamedTypeSymbol type)
    {
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly))
            return false;
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (IsOptedOut(outer))
                return false;
            if (HasAttribute(outer, _swappable))
                return true;
        }

        var name = WriteFullName(type);
        return !_excluded.Match(name) && (_isWhole || _included.Match(name));
    }

    /// <summary>Whether the type itself says that it is not to be swappable.</summary>
    public bool IsOptedOut(INamedTypeSymbol type) => _notSwappable is not null && HasAttribute(type, _notSwappable);

    /// <summary>Whether the type's objects are listed for code change.</summary>
    public bool AreTracked(INamedTypeSymbol type) => type.GetAttributes()
        .Where(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, _swappable))
        .SelectMany(static a => a.NamedArguments)
        .Any(static argument => argument.Key == "Track" && argument.Value.Value is true);

    // As the weaver has it: namespace, then the outer types and the type with slashes between them.
    private static string WriteFullName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return WriteFullName(outer) + "/" + type.MetadataName;
        var space = type.ContainingNamespace;
        return space is null || space.IsGlobalNamespace ? type.MetadataName : space.ToDisplayString() + "." + type.MetadataName;
    }

    private static bool HasAttribute(ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attribute));

    private static bool IsTrue(AnalyzerConfigOptions options, string property) =>
        string.Equals(ReadProperty(options, property), "true", System.StringComparison.OrdinalIgnoreCase);

    private static string? ReadProperty(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out var value) ? value : null;
}
