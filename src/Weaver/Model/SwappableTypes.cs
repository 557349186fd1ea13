using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Finds the swappable types of a module. The nearest word counts: an attribute on the type itself, then the patterns (exclusion
/// before inclusion), then what holds for the type around it, then the assembly's attribute and the request to take all. Of a module in
/// which anything is swappable, what the generators of Orleans and of Protocol Buffers wrote is too.
/// </summary>
internal sealed class SwappableTypes
{
    private readonly WeaveSelection _selection;
    private readonly bool _all;
    private readonly bool _takesGenerated;
    private readonly List<SwappableType> _found = [];

    private SwappableTypes(WeaveSelection selection, bool all, bool takesGenerated)
    {
        _selection = selection;
        _all = all;
        _takesGenerated = takesGenerated;
    }

    /// <summary>The swappable types of <paramref name="module"/>, in metadata order.</summary>
    public static IReadOnlyList<SwappableType> Find(ModuleDefinition module, WeaveSelection selection)
    {
        var found = Find(module, selection, takesGenerated: false);
        return found.Count > 0 && module.Types.Any(IsOfSerialiser) ? Find(module, selection, takesGenerated: true) : found;
    }

    private static List<SwappableType> Find(ModuleDefinition module, WeaveSelection selection, bool takesGenerated)
    {
        var search = new SwappableTypes(selection, Marks.Swap(module.Assembly) ?? selection.All, takesGenerated);
        foreach (var type in module.Types)
            search.Visit(type, null);
        return search._found;
    }

    /// <summary>A type that is swappable as a whole, with what the compiler made for it.</summary>
    public static SwappableType Around(TypeDefinition type) => new(type, true, Generated(type));

    private void Visit(TypeDefinition type, bool? around)
    {
        if (type.Name == "<Module>" || IsTopLevelOfCompiler(type))
            return;

        var selected = Decide(type, around);
        if (CanHoldCode(type))
        {
            if (selected)
                _found.Add(new SwappableType(type, true, Generated(type)));
            else if (type.Methods.Any(static m => Marks.Swap(m) is true))
                _found.Add(new SwappableType(type, false, Generated(type)));
        }

        foreach (var nested in type.NestedTypes)
        {
            if (!GeneratedCode.IsGenerated(nested))
                Visit(nested, selected);
        }
    }

    private bool Decide(TypeDefinition type, bool? around)
    {
        if (Marks.Swap(type) is { } marked)
            return marked;
        if (NamePattern.MatchesAny(_selection.Exclude, type.FullName))
            return false;
        if (NamePattern.MatchesAny(_selection.Include, type.FullName))
            return true;
        return around ?? (_all || (_takesGenerated && IsOfSerialiser(type)));
    }

    private static bool IsOfSerialiser(TypeDefinition type) => OrleansCode.IsGenerated(type) || SourceGenerated.IsMessage(type);

    private static bool CanHoldCode(TypeDefinition type) =>
        !type.IsEnum && !(type.BaseType is { FullName: "System.MulticastDelegate" or "System.Delegate" });

    // <PrivateImplementationDetails>, anonymous types, F#'s <StartupCode$…>: numbered per assembly, no one's own.
    private static bool IsTopLevelOfCompiler(TypeDefinition type) =>
        !type.IsNested
        && (GeneratedCode.IsAnonymous(type)
            || type.Namespace.StartsWith("<", StringComparison.Ordinal)
            || (type.Name.StartsWith("<", StringComparison.Ordinal) && !IsFileLocal(type)));

    // C# names a file-local type <File>F0123…__Name.
    private static bool IsFileLocal(TypeDefinition type) => type.Name.Contains(">F") && type.Name.Contains("__");

    private static List<TypeDefinition> Generated(TypeDefinition type)
    {
        var generated = new List<TypeDefinition>();
        Collect(type);
        return generated;

        void Collect(TypeDefinition around)
        {
            foreach (var nested in around.NestedTypes)
            {
                if (!GeneratedCode.IsGenerated(nested))
                    continue;
                generated.Add(nested);
                Collect(nested);
            }
        }
    }
}
