using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>Finds attributes that weaving does not act on yet: whoever wrote them relies on what does not happen.</summary>
internal static class ReservedMarks
{
    private const string Namespace = "HotWeave";

    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["CodeChangeAttribute"] = "let new code convert what it meets, or deploy with a restart",
    };

    /// <summary>A warning for each, in metadata order.</summary>
    public static IEnumerable<Diagnostic> Find(ModuleDefinition module)
    {
        // The attributes are the runtime's, so an assembly that does not refer to it has none.
        if (module.AssemblyReferences.All(static r => r.Name != "HotWeave.Runtime"))
            return [];
        return
            from method in module.GetTypes().SelectMany(static t => t.Methods)
            where method.HasCustomAttributes
            from attribute in method.CustomAttributes
            where attribute.AttributeType.Namespace == Namespace && Instead.ContainsKey(attribute.AttributeType.Name)
            let name = attribute.AttributeType.Name
            select WeavingDiagnostics.MarkWithoutEffect.At(
                ReadableName.Of(method), SymbolLocation.Of(method), ReadableName.Of(method), name.Substring(0, name.Length - "Attribute".Length), Instead[name]);
    }
}
