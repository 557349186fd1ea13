using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>The methods of all assemblies of a patch that compute a field of a type which they name, as those of a migrations assembly
/// do.</summary>
internal sealed class OutsideHooks
{
    private readonly List<(MethodDefinition Method, string Type, string Field)> _all = [];

    public OutsideHooks(IEnumerable<AssemblyPair> pairs)
    {
        foreach (var pair in pairs.Where(static p => HookMarks.MayHaveHooks(p.New)))
        {
            foreach (var method in pair.Untouched.OthersIn(pair.New).SelectMany(static t => t.Methods))
            {
                if (HookMarks.OutsideFieldInitialisedBy(method) is var (type, field))
                    _all.Add((method, type, field));
            }
        }
    }

    /// <summary>Those for types of one assembly, with the type in the new build.</summary>
    public IEnumerable<(MethodDefinition Method, TypeDefinition Type, string Field)> FindFor(AssemblyPair pair) =>
        _all.Select(h => (h.Method, Type: pair.New.GetType(h.Type)!, h.Field)).Where(static h => h.Type is not null);

    /// <summary>Reports those whose type no assembly of the patch has.</summary>
    public void Check(IReadOnlyList<AssemblyPair> pairs, DiagnosticSink sink)
    {
        foreach (var (method, type, _) in _all.Where(h => pairs.All(p => p.New.GetType(h.Type) is null)))
        {
            var name = ReadableName.Describe(method);
            sink.Report(EditDiagnostics.HookOfNothing.At(name, SymbolLocation.Find(method), name, type));
        }
    }
}
