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

    /// <summary>What happens to small methods (RULES: non-virtual with at most 16 bytes of IL, and struct methods of that size).</summary>
    public SmallMethods SmallMethods { get; init; } = SmallMethods.Leave;

    /// <summary>Whether calls in waiting loops, which wait for work for ever, are safe points; true unless said otherwise.</summary>
    public bool WaitingLoops { get; init; } = true;

    /// <summary>The key pair file (.snk) to sign with again; null when the input is not strong-named or its public key is to be kept (public signing).</summary>
    public string? StrongNameKeyPath { get; init; }

    /// <summary>When true, stop after planning: the result has the plan, nothing is written.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Which types are swappable without an attribute. Patterns match full type names (<c>N.Outer/Nested</c>), with <c>*</c> for any run of characters.</summary>
public sealed record WeaveSelection
{
    /// <summary>Every type of the assembly, save those marked <c>[NotSwappable]</c>.</summary>
    public bool All { get; init; }

    /// <summary>Patterns of types to make swappable.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of types to leave alone; stronger than <see cref="All"/> and <see cref="Include"/>, weaker than an attribute on the type itself.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>
    /// Whether patches shall be able to add overrides of methods from outside (<c>ToString</c>, <c>Dispose(bool)</c>) to every swappable class and struct, as
    /// <c>[Swappable(Overrides = true)]</c> does for one; save <c>Equals</c> and <c>GetHashCode</c> of structs that .NET compares by their bits. An attribute that says otherwise is stronger.
    /// </summary>
    public bool Overrides { get; init; }

    /// <summary>
    /// Whether patches shall be able to add interfaces to every swappable class, as <c>[Swappable(Interfaces = true)]</c> does for one. An attribute that says otherwise
    /// is stronger.
    /// </summary>
    public bool Interfaces { get; init; }
}

/// <summary>What happens to small methods when an assembly is woven.</summary>
public enum SmallMethods
{
    /// <summary>They get no stub; a change of one makes its callers in swappable types part of the patch.</summary>
    Leave,

    /// <summary>They are exports like all others.</summary>
    Export,
}
