using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Names native imports that a patch brings where the program resolves native libraries itself: it does so for a deployed assembly, and the
/// runtime asks for the assembly that has the import, which is the patch's.
/// </summary>
internal sealed class ImportResolverRules(IReadOnlyList<AssemblyMatch> matches, DiagnosticSink sink)
{
    /// <summary>Looks at the imports that the deployed build does not have.</summary>
    public void Check()
    {
        var added = matches.Where(static m => m.Pair.New.HasModuleReferences).SelectMany(FindAdded).ToList();
        if (added.Count == 0 || matches.Select(static m => FindResolver(m.Pair.New)).FirstOrDefault(static r => r is not null) is not { } resolver)
            return;
        foreach (var import in added)
            sink.Report(EditDiagnostics.ResolverNotAsked.At(ReadableName.Describe(import), SymbolLocation.Find(import), ReadableName.Describe(import), import.PInvokeInfo.Module.Name, ReadableName.Describe(resolver)));
    }

    private static IEnumerable<MethodDefinition> FindAdded(AssemblyMatch match) =>
        match.Untouched.OthersIn(match.Pair.New).SelectMany(static t => t.Methods).Where(m => m.HasPInvokeInfo && match.OldOf(m) is null);

    private static MethodDefinition? FindResolver(ModuleDefinition module)
    {
        var isNamed = module.GetMemberReferences().Any(static r => IsSetting(r));
        return isNamed ? module.GetTypes().SelectMany(static t => t.Methods).FirstOrDefault(static m => m.HasBody && m.Body.Instructions.Any(static i => i.Operand is MethodReference called && IsSetting(called))) : null;
    }

    private static bool IsSetting(MemberReference reference) => reference is { Name: "SetDllImportResolver", DeclaringType.FullName: "System.Runtime.InteropServices.NativeLibrary" };
}
