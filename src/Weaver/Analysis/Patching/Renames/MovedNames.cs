using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds fields that got another name together with all code that uses them: one is gone and one is new, of one type, with one initialiser, and the methods that both builds have do
/// the same with the one as with the other. Taken for a new field, it would be empty in objects that exist.
/// </summary>
internal static class MovedNames
{
    /// <summary>The renamed fields of the types that both builds have.</summary>
    /// <param name="types">The types in both builds, each with the fields that have no counterpart yet.</param>
    /// <param name="thenCode">The types of the deployed build whose code may use the fields.</param>
    /// <param name="nowCode">The same of the new build.</param>
    public static IEnumerable<FieldRename> Find(
        IReadOnlyList<(IReadOnlyList<FieldDefinition> Gone, IReadOnlyList<FieldDefinition> New)> types, IEnumerable<TypeDefinition> thenCode, IEnumerable<TypeDefinition> nowCode)
    {
        var pairs = types.SelectMany(static t => t.Gone.SelectMany(g => t.New.Where(n => AreOfOneKind(g, n)).Select(n => new FieldRename(n, g)))).ToList();
        if (pairs.Count == 0)
            return [];
        var (oldTypes, newTypes) = (thenCode.ToList(), nowCode.ToList());
        var then = new FieldPlaces([.. pairs.Select(static p => p.Old).Distinct()], oldTypes);
        var now = new FieldPlaces([.. pairs.Select(static p => p.Field).Distinct()], newTypes);
        var methods = new HashSet<string>(oldTypes.SelectMany(FieldPlaces.NamesIn).Intersect(newTypes.SelectMany(FieldPlaces.NamesIn)), StringComparer.Ordinal);
        var alike = pairs.Where(p => HaveOneInitialiser(p) && AreUsedAlike(then.UsesOf(p.Old), now.UsesOf(p.Field), methods)).ToList();
        // Two that are used alike could be either.
        return alike.Where(p => alike.Count(o => o.Old == p.Old || o.Field == p.Field) == 1);
    }

    private static bool AreOfOneKind(FieldDefinition gone, FieldDefinition added) =>
        gone.IsStatic == added.IsStatic && (!gone.IsStatic || gone.IsInitOnly == added.IsInitOnly) && SignatureText.Plain.Write(gone.FieldType) == SignatureText.Plain.Write(added.FieldType);

    // All that both builds have and that used the one uses the other, in the same order and for the same.
    private static bool AreUsedAlike(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now, HashSet<string> methods)
    {
        var all = then.Keys.Union(now.Keys).ToList();
        var alike = all.Where(m => then.TryGetValue(m, out var before) && now.TryGetValue(m, out var after) && before == after).ToList();
        // What only one build has says nothing: an accessor of the property whose name it is, a method that is new.
        return all.Where(methods.Contains).All(alike.Contains) && alike.Exists(static m => !m.Contains("::.ctor(") && !m.Contains("::.cctor("));
    }

    private static bool HaveOneInitialiser(FieldRename pair) => InitialisersOf(pair.Old).SequenceEqual(InitialisersOf(pair.Field), StringComparer.Ordinal);

    private static IEnumerable<string> InitialisersOf(FieldDefinition field) =>
        field.DeclaringType.Methods.Where(m => m.IsConstructor && m.IsStatic == field.IsStatic && m.HasBody)
            .SelectMany(m => InitialiserReader.Read(m) ?? [])
            .Where(i => i.Field == field)
            .Select(static i => i.Text.Substring(0, Math.Max(0, i.Text.LastIndexOf('\n'))))
            .Distinct()
            .OrderBy(static t => t, StringComparer.Ordinal);
}
