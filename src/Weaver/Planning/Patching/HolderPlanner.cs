using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// Finds what delegates know of earlier patches: methods and lambdas that those added to deployed types. The new build's bodies stand for them, as whole versions of the classes that have them.
/// </summary>
internal sealed class HolderPlanner(AssemblyMatch match, AddedHomes addedHomes, IReadOnlyDictionary<ModuleDefinition, ExportMap> exports, DiagnosticSink sink)
{
    /// <summary>The classes of earlier patches to replace: those of which the new build has anything.</summary>
    public IEnumerable<ReplacedType> Plan() =>
        from module in match.Pair.Earlier.Select(static e => e.Module)
        let map = exports[module.Old]
        from holder in module.Woven.GetTypes()
        where map.HasSlot(holder)
        let homes = map.ExportsOf(holder).Select(e => (Export: e, Mark: AddedMark.Read(e))).ToList()
        where homes.All(h => h.Mark?.Assembly == match.Pair.Name)
        let replaced = homes.Select(h => Replace(module, map.StubOf(h.Export), h.Export, h.Mark!)).ToList()
        let first = replaced.Select(static e => e.New).FirstOrDefault(static m => m is not null)
        where first is not null
        select new ReplacedType(
            module, GeneratedCode.UserTypeOf(first.DeclaringType), holder, replaced[0].Stub.Slot.Name, replaced[0].DispatchMethod.DeclaringType, replaced);

    private PatchedExport Replace(DeployedModule module, StubPattern stub, MethodDefinition export, AddedMark mark)
    {
        var then = module.OldOf(export);
        var now = then.IsStatic ? addedHomes.NewOf(then, mark) : match.NewOf(then);
        if (now is null)
            sink.Report((mark.Generated.Length > 0 || GeneratedCode.IsLambda(export) ? EditDiagnostics.LambdaUnmatched : EditDiagnostics.MemberDeleted).At(mark.Name, null, mark.Name));
        return new PatchedExport(export, stub, stub.DispatchMethod.Resolve(), now, null);
    }
}
