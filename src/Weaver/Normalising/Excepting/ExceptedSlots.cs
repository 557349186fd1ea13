using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Finds classes that lack what an interface or an abstract base demands, where one of the two keeps its deployed code.</summary>
/// <param name="pairs">The builds, with the deployed definitions in them.</param>
/// <param name="excepted">The types that have those.</param>
/// <param name="sink">Where messages go.</param>
internal sealed class ExceptedSlots(IReadOnlyList<AssemblyPair> pairs, HashSet<TypeDefinition> excepted, DiagnosticSink sink)
{
    /// <summary>Reports each.</summary>
    public void Check()
    {
        foreach (var type in pairs.SelectMany(static p => p.New.GetTypes()).Where(static t => !t.IsAbstract && !t.IsInterface))
        {
            var line = LineOf(type).ToList();
            List<TypeDefinition> demanding = [.. line.Where(static t => t.IsAbstract), .. line.SelectMany(static t => t.Interfaces).Select(static i => i.InterfaceType.Resolve()).OfType<TypeDefinition>()];
            if (line.Concat(demanding).FirstOrDefault(IsExcepted) is not { } cause)
                continue;
            foreach (var slot in demanding.Distinct().SelectMany(static t => t.Methods).Where(static m => m.IsAbstract))
            {
                if (!line.Exists(t => t.Methods.Any(m => !m.IsAbstract && Fits(m, slot))))
                    sink.Report(ExceptDiagnostics.ExceptedLacksSlot.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), ReadableName.Describe(slot), ReadableName.Describe(cause)));
            }
        }
    }

    private bool IsExcepted(TypeDefinition type) => excepted.Contains(type) || (type.DeclaringType is { } outer && IsExcepted(outer));

    private static IEnumerable<TypeDefinition> LineOf(TypeDefinition type)
    {
        for (var at = type; at is not null; at = at.BaseType?.Resolve())
            yield return at;
    }

    // A generic interface has other names for the types; what the compiler took for one of the two is there by name.
    private static bool Fits(MethodDefinition method, MethodDefinition slot) =>
        (method.Name == slot.Name && method.Parameters.Count == slot.Parameters.Count && method.GenericParameters.Count == slot.GenericParameters.Count)
        || method.Overrides.Any(o => o.Resolve() == slot);
}
