using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Naming;

/// <summary>
/// Gives fields of new builds their deployed names back, in memory: then they are the deployed fields for all that follows.
/// </summary>
internal static class FieldRenamer
{
    /// <summary>Renames the definitions, and the references to them in all new builds.</summary>
    /// <param name="renames">The fields.</param>
    /// <param name="pairs">The assemblies; what is untouched cannot name the fields.</param>
    /// <param name="rawOf">What hears of changes to a module; null where its rows are not read.</param>
    public static void Rename(IReadOnlyList<FieldRename> renames, IReadOnlyList<AssemblyPair> pairs, Func<ModuleDefinition, RawModuleBuilder?> rawOf)
    {
        var nameOf = renames.ToDictionary(static r => r.Field, static r => r.Old.Name);
        var names = new HashSet<string>(renames.Select(static r => r.Field.Name), StringComparer.Ordinal);

        // References first: a name can be the old one of one field and the new one of another.
        var references = new List<(FieldReference Reference, FieldDefinition Field)>();
        foreach (var method in pairs.SelectMany(static p => p.Untouched.OthersIn(p.New)).SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is FieldReference reference and not FieldDefinition && names.Contains(reference.Name) && reference.Resolve() is { } field && nameOf.ContainsKey(field))
                {
                    references.Add((reference, field));
                    rawOf(method.Module)?.Change(method);
                }
            }
        }

        foreach (var (reference, field) in references)
            reference.Name = nameOf[field];
        foreach (var rename in renames)
            rename.Field.Name = rename.Old.Name;
    }
}
