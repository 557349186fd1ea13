using HotWeave.Weaver.Analysis.Loops;

namespace HotWeave.Weaver;

/// <summary>What to weave, and how. A value: the same request over the same files gives the same bytes.</summary>
public sealed record WeaveRequest
{
    /// <summary>The assembly to read.</summary>
    public required string InputPath { get; init; }

    /// <summary>The assembly to write; may equal <see cref="InputPath"/>. Replaced atomically, only on success; symbols are written beside it.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Assembly files and directories in which references are looked up, in order, after the input's own directory.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Which types are swappable beside those that attributes mark.</summary>
    public WeaveSelection Selection { get; init; } = new();

    /// <summary>What happens to small methods.</summary>
    public SmallMethods SmallMethods { get; init; } = SmallMethods.Accessors;

    /// <summary>Whether calls in waiting loops, which wait for work for ever, are safe points; true unless said otherwise.</summary>
    public bool WaitingLoops { get; init; } = true;

    /// <summary>The key pair file (.snk) to sign with again; null when the input is not strong-named or its public key is to be kept (public signing).</summary>
    public string? StrongNameKeyPath { get; init; }

    /// <summary>When true, stop after planning: the result has the plan, nothing is written.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether what is woven is a copy of what a live process has loaded.</summary>
    internal bool IsGhost { get; init; }

    /// <summary>Whether Harmony puts the stubs into that process.</summary>
    internal bool IsForHarmony { get; init; }

    /// <summary>Whether to do without symbols.</summary>
    internal bool LeavesSymbols { get; init; }
}
