using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising;

/// <summary>
/// Gives the static fields that an assembly of a patch names, as a migrations assembly does for types of others, the mark that they would
/// have if their own source said so.
/// </summary>
internal static class ReinitialisedFields
{
    private static readonly byte[] s_empty = [1, 0, 0, 0];

    /// <summary>Marks them, and reports what names no such field.</summary>
    public static void Mark(IReadOnlyList<AssemblyPair> pairs, DiagnosticSink sink)
    {
        foreach (var assembly in pairs.Select(static p => p.New.Assembly))
        {
            foreach (var (mark, type, name) in Marks.FindReinitialised(assembly))
            {
                var home = pairs.Select(p => p.New.GetType(type)).FirstOrDefault(static t => t is not null);
                if (home is null)
                    sink.Report(EditDiagnostics.HookOfNothing.With(assembly.Name.Name, "Reinitialize", type));
                else if (home.Fields.FirstOrDefault(f => f.IsStatic && (f.Name == name || ReadableName.ShortenField(f) == name)) is { } field)
                    field.CustomAttributes.Add(new CustomAttribute(mark, s_empty));
                else
                    sink.Report(EditDiagnostics.HookShape.With(assembly.Name.Name, "Reinitialize", $"so for a static field of a type; {ReadableName.Describe(home)} has none of the name {name}"));
            }
        }
    }
}
