using HotWeave.Weaver.Analysis.Loops;
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
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The methods marked <c>[UnitOfWork]</c>, in metadata order; also those of types that are not swappable.</summary>
    public IReadOnlyList<InspectedUnit> Units { get; init; } = [];
}

/// <summary>A swappable type of a woven assembly. Immutable.</summary>
/// <param name="Name">The full name (<c>N.Outer/Nested</c>).</param>
/// <param name="Slot">The name of its slot and dispatch class; null when it has no export and needs neither.</param>
/// <param name="Exports">The methods that a patch replaces at their entry, by readable name, in metadata order.</param>
/// <param name="Skipped">Why its other methods are no exports.</param>
public sealed record InspectedType(string Name, string? Slot, IReadOnlyList<string> Exports, IReadOnlyList<Diagnostic> Skipped)
{
    /// <summary>The loops that wait for work for ever, whose calls are safe points, in metadata order.</summary>
    public IReadOnlyList<InspectedLoop> WaitingLoops { get; init; } = [];
}

/// <summary>A loop that only return, exception, cancellation or the end of a channel or timer ends. Immutable.</summary>
/// <param name="Method">The method that has it, by readable name. A running one keeps its body.</param>
/// <param name="Calls">The methods of the same type that it calls, and that reach the current version at each call.</param>
public sealed record InspectedLoop(string Method, IReadOnlyList<string> Calls);

/// <summary>A method whose calls are units of work. Immutable.</summary>
/// <param name="Method">The method, by readable name.</param>
/// <param name="Name">The name of its units.</param>
public sealed record InspectedUnit(string Method, string Name);
