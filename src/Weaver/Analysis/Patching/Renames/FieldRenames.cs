using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds fields that only changed their name, or its spelling. Refactorings do it: a field becomes an automatic property or a parameter of a primary constructor, or gets or
/// loses an underscore, or gets a better name wherever it is used. F# does it by itself, since the names of its values carry line numbers. Taken for a new field, it would have no
/// value in objects that exist.
/// </summary>
internal sealed class FieldRenames(DiagnosticSink sink)
{
    /// <summary>The renamed fields of one assembly, in the order of the new build.</summary>
    public IReadOnlyList<FieldRename> Find(AssemblyPair pair)
    {
        var found = new List<FieldRename>();
        var left = new List<(IReadOnlyList<FieldDefinition> Gone, IReadOnlyList<FieldDefinition> New)>();
        foreach (var type in pair.Untouched.OthersIn(pair.New).Where(static t => t.HasFields && !t.IsEnum && IsWritten(t)))
        {
            if (pair.Old.GetType(type.FullName) is not { } deployed || deployed.IsValueType != type.IsValueType)
                continue;
            var spelt = FindIn(deployed, type).ToList();
            found.AddRange(spelt);
            // Data of one build has its own names, by what it holds.
            if (!GeneratedCode.HasGeneratedName(type))
                left.Add((Lone(deployed, type, [.. spelt.Select(static r => r.Old)]), Lone(type, deployed, [.. spelt.Select(static r => r.Field)])));
        }

        found.AddRange(MovedNames.Find(left, pair.Untouched.OthersIn(pair.Old), pair.Untouched.OthersIn(pair.New)));
        foreach (var rename in found.Where(static r => !IsNumbered(r.Field)))
            sink.Report(EditDiagnostics.FieldRenamed.At(ReadableName.Describe(rename.Old), SymbolLocation.Find(rename.Field.DeclaringType), ReadableName.Describe(rename.Old), rename.Field.Name));
        return found;
    }

    private static bool IsWritten(TypeDefinition type) => !GeneratedCode.IsGenerated(type) && !GeneratedCode.IsAnonymous(type);

    private static IEnumerable<FieldRename> FindIn(TypeDefinition old, TypeDefinition type)
    {
        var fieldsThen = Groups(old, type);
        foreach (var now in Groups(type, old))
        {
            if (!fieldsThen.TryGetValue(now.Key, out var then) || then.Count != now.Value.Count || (then.Count > 1 && !IsNumbered(now.Value[0])))
                continue;
            foreach (var rename in now.Value.Zip(then, static (f, o) => new FieldRename(f, o)).Where(static r => r.Field.Name != r.Old.Name))
                yield return rename;
        }
    }

    private static List<FieldDefinition> Lone(TypeDefinition type, TypeDefinition other, HashSet<FieldDefinition> found) =>
        [.. type.Fields.Where(f => !f.HasConstant && !IsNumbered(f) && !found.Contains(f) && other.Fields.All(o => o.Name != f.Name))];

    // A field whose name the other build has too is that field, whatever its type; but a line number is no name.
    private static Dictionary<string, List<FieldDefinition>> Groups(TypeDefinition type, TypeDefinition other)
    {
        var groups = new Dictionary<string, List<FieldDefinition>>(StringComparer.Ordinal);
        foreach (var field in type.Fields.Where(f => !f.HasConstant && !GeneratedCode.IsData(f) && (IsNumbered(f) || other.Fields.All(o => o.Name != f.Name))))
        {
            var key = $"{(field.IsStatic ? "static " : "")}{SignatureText.Plain.Write(field.FieldType)} {Spelling(field.Name)}";
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = []);
            group.Add(field);
        }

        return groups;
    }

    // F#: x@12, x@12-1.
    private static bool IsNumbered(FieldDefinition field) => field.Name.IndexOf('@') is > 0 and var at && at + 1 < field.Name.Length && char.IsDigit(field.Name[at + 1]);

    /// <summary>What is the same in the names that a field may have for one thing a person wrote.</summary>
    // _items, m_items, Items, <Items>k__BackingField, <items>P, items@12
    public static string Spelling(string name)
    {
        if (name[0] == '<' && name.IndexOf('>') is > 1 and var end)
            name = name.Substring(1, end - 1);
        if (name.IndexOf('@') is > 0 and var at)
            name = name.Substring(0, at);
        if (name.Length > 2 && name[0] is 'm' or 's' or 't' && name[1] == '_')
            name = name.Substring(2);
        var plain = name.TrimStart('_');
        return (plain.Length > 0 ? plain : name).ToLowerInvariant();
    }
}
