using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>How compilers name what a closure or a state machine has of the method around it; nobody assigns it again.</summary>
internal static class CapturedObject
{
    private const int MostClosures = 8;

    /// <summary>Whether a field of generated code holds an object of a type on which the method around works.</summary>
    // C#: <>4__this, Visual Basic: $VB$Me
    public static bool Is(FieldReference field, TypeDefinition type) =>
        IsCapture(field) && field.FieldType.GetElementType() == type && IsOfGenerated(field);

    /// <summary>Whether a field of generated code leads to a closure or state machine around it.</summary>
    public static bool IsLink(FieldReference field) =>
        (IsCapture(field) || field.Name.StartsWith("CS$<>8__locals", StringComparison.Ordinal)) && IsOfGenerated(field)
        && field.FieldType.Resolve() is { } type && GeneratedCode.IsGenerated(type);

    /// <summary>The fields that lead from a closure to the object; null where it has none.</summary>
    public static IReadOnlyList<FieldDefinition>? FindWay(TypeDefinition closure, TypeDefinition type)
    {
        var way = new List<FieldDefinition>();
        for (var at = closure; way.Count < MostClosures;)
        {
            if (at.Fields.FirstOrDefault(f => !f.IsStatic && Is(f, type)) is { } found)
                return [.. way, found];
            if (at.Fields.FirstOrDefault(static f => !f.IsStatic && IsLink(f)) is not { } link || link.FieldType.Resolve() is not { } next)
                return null;
            way.Add(link);
            at = next;
        }

        return null;
    }

    private static bool IsCapture(FieldReference field) => field.Name is "<>4__this" or "$VB$Me";

    private static bool IsOfGenerated(FieldReference field) => field.DeclaringType.Resolve() is { } type && GeneratedCode.IsGenerated(type);
}
