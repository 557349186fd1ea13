using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What differs between the two builds of one head: its own code, without that of lambdas and local functions in it.</summary>
internal sealed class HeadChanges(AssemblyMatch match)
{
    private readonly BodyComparer _bodies = new(match.NewKeys, match.OldKeys);
    private readonly StatementReader _now = new(match.NewKeys);
    private readonly StatementReader _then = new(match.OldKeys);

    /// <summary>Reads statements of the new build.</summary>
    public StatementReader Reader => _now;

    /// <summary>The deployed head; null where it is new.</summary>
    public MethodDefinition? FindOld(MethodDefinition head) => match.OldOf(head);

    /// <summary>The method that a person wrote and that a head belongs to.</summary>
    public MethodDefinition RootOf(MethodDefinition head) => match.NewKeys.RootOf(head);

    /// <summary>Whether its own code differs.</summary>
    public bool IsChanged(MethodDefinition head, MethodDefinition old)
    {
        var (now, then) = (CodeHeads.ListBodies(head, match.NewKeys), CodeHeads.ListBodies(old, match.OldKeys));
        return now.Count != then.Count || !now.Zip(then, _bodies.AreSame).All(static same => same);
    }

    /// <summary>By which statements it differs.</summary>
    public StatementDiff Compare(MethodDefinition head, MethodDefinition old) => StatementDiff.Compare(_now.Read(head), _then.Read(old));
}
