using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Versions;

namespace HotWeave.CodeChange;

/// <summary>What a swap means for state that exists: whose state is carried over by which hooks, and why two versions must not use it at once.</summary>
/// <param name="Changes">The types whose state gets another number and that have hooks for it, in the order of the patches.</param>
/// <param name="Reasons">What makes the swap stateful, one line each; empty when nothing does.</param>
internal sealed record StatePlan(IReadOnlyList<TypeChange> Changes, IReadOnlyList<string> Reasons)
{
    /// <summary>Which code objects have that keep the code they were made with; set before anybody has the version.</summary>
    internal IReadOnlyList<KeptLink> Links { get; init; } = [];

    /// <summary>The types of which no object may be alive at the turn; those of which none was when the current version began are not looked for again.</summary>
    internal IReadOnlyList<BoundUnmade> Unmade { get; init; } = [];

    /// <summary>Whether only one of the versions has types of which no object made by other code may come to new code.</summary>
    internal bool KeepsApart { get; init; }

    internal bool IsStateful => Reasons.Count > 0;

    /// <exception cref="SwapException">HW6502, HW6503, HW6510.</exception>
    internal static StatePlan Of(SwapVersion from, SwapVersion to, SwapOptions options)
    {
        var links = MarkedObjects.Check(from, to, options.AcceptState);
        var edits = new EditSet(from, to);
        if (!options.AcceptState && edits.Lost is [var lost, ..])
            throw SwapDiagnostics.NoWayBack.Refuse(lost);
        var changes = new List<TypeChange>();
        var reasons = edits.Differing.ToList();
        foreach (var type in Patches(from, to).SelectMany(static p => p.Shapes).Select(static s => s.Type).Distinct())
        {
            var (before, after) = (NumberOf(type, from, from, to), NumberOf(type, to, from, to));
            if (before == after)
                continue;
            reasons.Add(StateText.Numbers(type.ToString(), before, after));
            if (Change(type, before, after, from, to, options) is { Steps.Count: > 0 } change)
                changes.Add(change);
        }

        var unmade = FindUnmade(from, to);
        return new StatePlan(changes, reasons) { Links = links, Unmade = unmade, KeepsApart = unmade.Count > 0 || FindUnmade(to, from).Count > 0 };
    }

    /// <summary>The types of which no object may be alive at a turn between two versions.</summary>
    internal static IReadOnlyList<BoundUnmade> FindUnmade(SwapVersion from, SwapVersion to) =>
        [.. to.Content!.Unmade().Where(u => !from.Content!.Unmade().Any(o => o.Slot == u.Slot && o.Fields == u.Fields))];

    private static IEnumerable<LoadedPatch> Patches(params SwapVersion[] versions) => versions.SelectMany(static v => v.Content!.Patches).Distinct();

    private static TypeChange? Change(Type type, int before, int after, SwapVersion from, SwapVersion to, SwapOptions options)
    {
        var was = ShapeOf(type, from);
        var willBe = ShapeOf(type, to);
        var hooks = (before < after ? to : from).Content!.Patches.SelectMany(static p => p.Hooks).ToList();
        var lazy = was is { IsLazy: true } ? was : willBe is { IsLazy: true } ? willBe : null;
        if (lazy is null)
            return new TypeChange(type, Steps(type, before, after, hooks, options.AcceptState));
        // Objects that nobody has touched have the deployed shape, whatever was current.
        if (before < after)
        {
            var steps = Steps(type, lazy.Deployed, after, hooks, acceptState: false);
            // Objects that a swap converted all at once do not say so.
            if (was is { IsLazy: false } && before != lazy.Deployed)
                throw SwapDiagnostics.NoChain.Refuse(type, before, after, "none for objects that version " + from.Number + " converted all at once, now that no static hook names them");
            return willBe is { IsLazy: true } ? null : new TypeChange(type, steps) { Lazy = lazy };
        }

        return new TypeChange(type, Steps(type, before, after, hooks, options.AcceptState)) { Lazy = lazy };
    }

    private static BoundShape? ShapeOf(Type type, SwapVersion version) => version.Content!.Shapes().FirstOrDefault(s => s.Type == type);

    // A patch lists every type whose state has a number other than 0, so a type that no patch in force lists has the deployed number.
    private static int NumberOf(Type type, SwapVersion version, params SwapVersion[] known) =>
        ShapeOf(type, version)?.Number
        ?? Patches(known).SelectMany(static p => p.Shapes).First(s => s.Type == type).Deployed;

    // Both shapes are known to the version with the higher number.
    internal static List<ChangeStep> Steps(Type type, int before, int after, IEnumerable<BoundHook> known, bool acceptState)
    {
        var direction = before < after ? CodeChangeDirection.Up : CodeChangeDirection.Down;
        var hooks = known.Where(h => h.Type == type).ToList();
        var chain = ShortestChain([.. hooks.Select(static h => (h.Hook.From, h.Hook.To)).Distinct()], Math.Min(before, after), Math.Max(before, after));
        var oneWay = direction == CodeChangeDirection.Down ? hooks.Find(h => h.Hook.IsUpOnly && chain?.Contains((h.Hook.From, h.Hook.To)) == true) : null;
        if (chain is null || oneWay is not null)
        {
            if (direction == CodeChangeDirection.Down && acceptState)
                return [];
            throw oneWay is not null
                ? SwapDiagnostics.NoWayBack.Refuse($"{oneWay.Hook.Name} leads up only")
                : SwapDiagnostics.NoChain.Refuse(type, before, after, Known(hooks));
        }

        var steps = chain.Select(edge => Step(hooks, direction, edge)).ToList();
        if (direction == CodeChangeDirection.Down)
            steps.Reverse();
        return steps;
    }

    private static ChangeStep Step(List<BoundHook> hooks, CodeChangeDirection direction, (int From, int To) edge)
    {
        var own = hooks.FindAll(h => h.Hook.From == edge.From && h.Hook.To == edge.To);
        return direction == CodeChangeDirection.Up ? new ChangeStep(direction, edge.From, edge.To, own) : new ChangeStep(direction, edge.To, edge.From, own);
    }

    // Numbers only rise along an edge, so the best chain to each number follows from those to lower ones.
    private static List<(int From, int To)>? ShortestChain(List<(int From, int To)> edges, int from, int to)
    {
        var best = new Dictionary<int, List<(int, int)>> { [from] = [] };
        foreach (var edge in edges.OrderBy(static e => e.To).ThenBy(static e => e.From))
        {
            if (best.TryGetValue(edge.From, out var chain) && (!best.TryGetValue(edge.To, out var other) || other.Count > chain.Count + 1))
                best[edge.To] = [.. chain, edge];
        }

        return best.GetValueOrDefault(to);
    }

    private static string Known(List<BoundHook> hooks) =>
        hooks.Count == 0 ? "none" : string.Join(", ", hooks.Select(static h => $"{h.Hook.From} to {h.Hook.To}").Distinct());

    // The edits that only one of the versions has.
    private sealed class EditSet(SwapVersion from, SwapVersion to)
    {
        private readonly List<StateEdit> _from = [.. from.Content!.StateEdits()];
        private readonly List<StateEdit> _to = [.. to.Content!.StateEdits()];

        internal IEnumerable<string> Differing => Without(_from, _to).Concat(Without(_to, _from)).Select(static e => e.Text).Distinct();

        internal IReadOnlyList<string> Lost => [.. Without(_from, _to).Where(static e => e.IsOneWay).Select(static e => e.Text)];

        private static IEnumerable<StateEdit> Without(List<StateEdit> edits, List<StateEdit> others) => edits.Where(e => !others.Exists(o => o.Mark == e.Mark));
    }
}
