using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Finds the types that are to keep their deployed code, by their names.</summary>
internal static class ExceptedSelection
{
    /// <summary>The outermost types of both builds that a pattern names and that are not the same; a pattern that names none is reported.</summary>
    public static List<(AssemblyPair Pair, TypeDefinition Old, TypeDefinition New)> Find(
        IReadOnlyList<AssemblyPair> pairs, IReadOnlyList<string> patterns, DiagnosticSink sink)
    {
        var unused = new HashSet<string>(patterns, StringComparer.Ordinal);
        var found = new List<(AssemblyPair, TypeDefinition, TypeDefinition)>();
        foreach (var pair in pairs)
        {
            foreach (var type in pair.New.Types.Where(static t => t.Name[0] != '<').ToList())
                Add(pair, type);
        }

        foreach (var pattern in patterns.Where(unused.Remove))
            sink.Report(ExceptDiagnostics.NothingExcepted.With(pattern));
        return found;

        void Add(AssemblyPair pair, TypeDefinition type)
        {
            var matching = patterns.Where(p => NamesOf(type).Any(n => NamePattern.Matches(p, n))).ToList();
            var old = matching.Count == 0 ? null : pair.Old.GetType(type.FullName);
            if (old is null)
            {
                foreach (var nested in type.NestedTypes.Where(static t => !GeneratedCode.IsGenerated(t)))
                    Add(pair, nested);
                return;
            }

            matching.ForEach(p => unused.Remove(p));
            if (pair.Untouched.Contains(type))
                return;
            if (KindOf(old) == KindOf(type))
                found.Add((pair, old, type));
            else
                sink.Report(ExceptDiagnostics.ExceptedKindDiffers.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), KindOf(old), KindOf(type)));
        }
    }

    // As reflection, C# and metadata write nested types.
    private static IEnumerable<string> NamesOf(TypeDefinition type) =>
        type.IsNested ? [type.FullName, type.FullName.Replace('/', '.'), type.FullName.Replace('/', '+')] : [type.FullName];

    private static string KindOf(TypeDefinition type) =>
        (type.IsInterface ? "an interface" : type.IsEnum ? "an enum" : type.IsValueType ? "a struct" : type.BaseType?.FullName == "System.MulticastDelegate" ? "a delegate" : "a class")
        + (type.GenericParameters.Count == 0 ? "" : $" of {type.GenericParameters.Count} type parameters");
}
