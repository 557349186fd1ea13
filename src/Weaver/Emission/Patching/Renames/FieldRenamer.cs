using HotWeave.Weaver.Analysis.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives fields of new builds their deployed names back, in memory: then they are the deployed fields for all that follows.</summary>
internal static class FieldRenamer
{
    /// <summary>Renames the definitions, and the references to them in all of <paramref name="modules"/>.</summary>
    public static void Rename(IReadOnlyList<FieldRename> renames, IReadOnlyList<ModuleDefinition> modules)
    {
        if (renames.Count == 0)
            return;
        var nameOf = renames.ToDictionary(static r => r.Field, static r => r.Old.Name);
        var names = new HashSet<string>(renames.Select(static r => r.Field.Name), StringComparer.Ordinal);

        // References first: a name can be the old one of one field and the new one of another.
        var references = new List<(FieldReference Reference, FieldDefinition Field)>();
        foreach (var method in modules.SelectMany(static m => m.GetTypes()).SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is FieldReference reference and not FieldDefinition && names.Contains(reference.Name) && reference.Resolve() is { } field && nameOf.ContainsKey(field))
                    references.Add((reference, field));
            }
        }

        foreach (var (reference, field) in references)
            reference.Name = nameOf[field];
        foreach (var rename in renames)
            rename.Field.Name = rename.Old.Name;
    }
}
