using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Contracts;

/// <summary>
/// Names code that makes resolvers of System.Text.Json again and again: those that exist are reached at a turn, and one that is made after
/// it is not. What start-up code and static fields keep exists.
/// </summary>
internal sealed class OwnResolverRules(IReadOnlyList<AssemblyMatch> matches, DiagnosticSink sink)
{
    private const string Resolver = "System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver";

    /// <summary>Looks at all code of the new builds, where the patch shows properties.</summary>
    public void Check()
    {
        if (!matches.Any(static m => Integration.IsIn(m.Pair.Old)))
            return;
        foreach (var match in matches.Where(static m => m.Pair.New.TryGetTypeReference(Resolver, out _)))
        {
            foreach (var method in match.Pair.New.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody && m.Body.Instructions.Any(MakesResolver)))
            {
                var root = match.NewKeys.RootOf(method);
                if (!IsOfStart(root))
                    sink.Report(EditDiagnostics.OwnResolver.At(ReadableName.Describe(root), SymbolLocation.Find(method), ReadableName.Describe(root)));
            }
        }
    }

    private static bool IsOfStart(MethodDefinition method) =>
        method == method.Module.EntryPoint || method is { IsConstructor: true, IsStatic: true }
        || method.Name.StartsWith("<Main>", StringComparison.Ordinal) || FrameworkTypes.FindEntry(method) != OnceEntry.None;

    private static bool MakesResolver(Instruction instruction) =>
        instruction is { OpCode.Code: Code.Newobj, Operand: MethodReference { DeclaringType: { } made } }
        && (made.FullName == Resolver || (made.GetElementType() is TypeDefinition own && FrameworkTypes.HasAbove(own, static t => t.FullName == Resolver)));
}
