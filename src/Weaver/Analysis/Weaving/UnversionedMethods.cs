using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>
/// Finds the methods of a swappable type that run the same in every version: those that code outside the type can call past the stubs
/// (small ones above all, and private ones that a nested type calls), with what they call. A local call in one would hold on to the
/// baseline for ever, so their calls stay qualified.
/// </summary>
internal static class UnversionedMethods
{
    /// <summary>The unversioned methods of <paramref name="type"/>, their state machines included.</summary>
    public static ISet<MethodDefinition> Find(
        SwappableType type, IEnumerable<ExportFacts> exports, IReadOnlyList<LocalCall> localCalls, ISet<MethodDefinition> calledFromElsewhere)
    {
        var exported = new HashSet<MethodDefinition>(exports.Select(static e => e.Method));
        var targets = localCalls.ToLookup(static c => c.Caller, static c => c.Target);
        var found = new HashSet<MethodDefinition>();
        var open = new Stack<MethodDefinition>(type.Methods.Where(
            m => m.HasBody && ExportRules.IsCandidate(m) && !exported.Contains(m) && (!ExportRules.IsPrivate(m) || calledFromElsewhere.Contains(m))));
        while (open.Count > 0)
        {
            var method = open.Pop();
            if (exported.Contains(method) || !found.Add(method))
                continue;
            foreach (var called in targets[method].Concat(StateMachines.BodiesOf(method)))
                open.Push(called);
        }

        return found;
    }
}
