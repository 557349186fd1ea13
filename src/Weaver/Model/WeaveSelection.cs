namespace HotWeave.Weaver;

/// <summary>
/// Which types are swappable without an attribute. Patterns match full type names (<c>N.Outer/Nested</c>), with <c>*</c> for any run of
/// characters.
/// </summary>
public sealed record WeaveSelection
{
    /// <summary>Every type of the assembly, save those marked <c>[NotSwappable]</c>.</summary>
    public bool All { get; init; }

    /// <summary>Patterns of types to make swappable.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>
    /// Patterns of types to leave alone; stronger than <see cref="All"/> and <see cref="Include"/>, weaker than an attribute on the type
    /// itself.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>
    /// Whether patches shall be able to add overrides of methods from outside (<c>ToString</c>, <c>Dispose(bool)</c>) to every swappable
    /// class and struct, as <c>[Swappable(Overrides = true)]</c> does for one; save <c>Equals</c> and <c>GetHashCode</c> of structs that
    /// .NET compares by their bits. An attribute that says otherwise is stronger.
    /// </summary>
    public bool Overrides { get; init; }

    /// <summary>
    /// The same for the overrides that people add most, and that no framework asks for: all but <c>Equals</c> and <c>GetHashCode</c>, and of
    /// base types that are streams, or that have more than 32 such methods, only <c>ToString</c> and <c>Dispose(bool)</c>. What
    /// <c>hotweave weave</c> and the build do where nothing else is said. <see cref="Overrides"/> and attributes are stronger.
    /// </summary>
    public bool CommonOverrides { get; init; }

    /// <summary>
    /// Whether patches shall be able to add interfaces to every swappable class, as <c>[Swappable(Interfaces = true)]</c> does for one. An
    /// attribute that says otherwise is stronger.
    /// </summary>
    public bool Interfaces { get; init; }
}
