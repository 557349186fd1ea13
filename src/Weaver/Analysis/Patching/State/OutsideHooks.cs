using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// The methods of all assemblies of a patch that compute a field of a type which they name, or carry its state over, as those of a migrations
/// assembly do.
/// </summary>
internal sealed class OutsideHooks
{
    private readonly List<(MethodDefinition Method, string Type, string Field)> _all = [];
    private readonly List<(string Type, Hook Hook)> _changes = [];

    public OutsideHooks(IEnumerable<AssemblyPair> pairs)
    {
        foreach (var pair in pairs.Where(static p => HookMarks.MayHaveHooks(p.New)))
        {
            foreach (var method in pair.Untouched.OthersIn(pair.New).SelectMany(static t => t.Methods))
            {
                if (HookMarks.OutsideFieldInitialisedBy(method) is var (type, field))
                    _all.Add((method, type, field));
                if (HookMarks.OutsideChangeOf(method) is { } change)
                    _changes.Add(change);
            }
        }
    }

    /// <summary>Those for types of one assembly, with the type in the new build.</summary>
    public IEnumerable<(MethodDefinition Method, TypeDefinition Type, string Field)> FindFor(AssemblyPair pair) =>
        _all.Select(h => (h.Method, Type: pair.New.GetType(h.Type)!, h.Field)).Where(static h => h.Type is not null);

    /// <summary>The code changes for types of one assembly.</summary>
    public IEnumerable<Hook> FindChangesFor(AssemblyPair pair) =>
        _changes.Where(c => pair.New.GetType(c.Type) is not null).Select(c => c.Hook with { Type = pair.New.GetType(c.Type) });

    /// <summary>Reports those whose type no assembly of the patch has.</summary>
    public void Check(IReadOnlyList<AssemblyPair> pairs, DiagnosticSink sink)
    {
        var all = _all.Select(static h => (h.Method, h.Type, Mark: "InitializeExisting"))
            .Concat(_changes.Select(static c => (c.Hook.Method, c.Type, Mark: HookMarks.NameOf(c.Hook))));
        foreach (var (method, type, mark) in all.Where(h => pairs.All(p => p.New.GetType(h.Type) is null)))
        {
            var name = ReadableName.Describe(method);
            sink.Report(EditDiagnostics.HookOfNothing.At(name, SymbolLocation.Find(method), name, mark, type));
        }
    }
}
