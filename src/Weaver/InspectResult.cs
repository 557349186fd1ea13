using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver;

/// <summary>What an assembly turned out to be.</summary>
public enum InspectOutcome
{
    /// <summary>It cannot be read, or carries the mark of weaving without being woven whole. The diagnostics say why.</summary>
    Failed,

    /// <summary>It is woven.</summary>
    Woven,

    /// <summary>It is an assembly, and not woven.</summary>
    NotWoven,
}

/// <summary>What a woven assembly holds. Immutable.</summary>
/// <param name="Outcome">What it turned out to be.</param>
/// <param name="Assembly">The simple name; empty when it cannot be read.</param>
/// <param name="BaselineId">The embedded id, lower-case hex SHA-256; null when it is not woven.</param>
/// <param name="Format">The number of the weaving format; null when it is not woven.</param>
/// <param name="Settings">Canonical text of the settings it was woven with; null when it is not woven.</param>
/// <param name="Types">The swappable types, in metadata order.</param>
/// <param name="Diagnostics">All messages.</param>
public sealed record InspectResult(
    InspectOutcome Outcome,
    string Assembly,
    string? BaselineId,
    int? Format,
    string? Settings,
    IReadOnlyList<InspectedType> Types,
    IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>A swappable type of a woven assembly. Immutable.</summary>
/// <param name="Name">The full name (<c>N.Outer/Nested</c>).</param>
/// <param name="Slot">The name of its slot and dispatch class; null when it has no export and needs neither.</param>
/// <param name="Exports">The methods that a patch replaces at their entry, by readable name, in metadata order.</param>
/// <param name="Skipped">Why its other methods are no exports.</param>
public sealed record InspectedType(string Name, string? Slot, IReadOnlyList<string> Exports, IReadOnlyList<Diagnostic> Skipped);
