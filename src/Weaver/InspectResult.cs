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
public sealed record InspectResult
{
    internal InspectResult(
        InspectOutcome outcome,
        string assembly,
        string? baselineId,
        int? format,
        string? settings,
        IReadOnlyList<InspectedType> types,
        IReadOnlyList<Diagnostic> diagnostics)
    {
        Outcome = outcome;
        Assembly = assembly;
        BaselineId = baselineId;
        Format = format;
        Settings = settings;
        Types = types;
        Diagnostics = diagnostics;
    }

    /// <summary>What it turned out to be.</summary>
    public InspectOutcome Outcome { get; init; }

    /// <summary>The simple name; empty when it cannot be read.</summary>
    public string Assembly { get; init; }

    /// <summary>The embedded id, lower-case hex SHA-256; null when it is not woven.</summary>
    public string? BaselineId { get; init; }

    /// <summary>The number of the weaving format; null when it is not woven.</summary>
    public int? Format { get; init; }

    /// <summary>Canonical text of the settings it was woven with; null when it is not woven.</summary>
    public string? Settings { get; init; }

    /// <summary>The swappable types, in metadata order.</summary>
    public IReadOnlyList<InspectedType> Types { get; init; }

    /// <summary>All messages.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>The methods marked <c>[UnitOfWork]</c>, in metadata order; also those of types that are not swappable.</summary>
    public IReadOnlyList<InspectedUnit> Units { get; init; } = [];
}

/// <summary>A swappable type of a woven assembly. Immutable.</summary>
public sealed record InspectedType
{
    internal InspectedType(string name, string? slot, IReadOnlyList<string> exports, IReadOnlyList<Diagnostic> skipped)
    {
        Name = name;
        Slot = slot;
        Exports = exports;
        Skipped = skipped;
    }

    /// <summary>The full name (<c>N.Outer/Nested</c>).</summary>
    public string Name { get; init; }

    /// <summary>The name of its slot and dispatch class; null when it has no export and needs neither.</summary>
    public string? Slot { get; init; }

    /// <summary>The methods that a patch replaces at their entry, by readable name, in metadata order.</summary>
    public IReadOnlyList<string> Exports { get; init; }

    /// <summary>Why its other methods are no exports.</summary>
    public IReadOnlyList<Diagnostic> Skipped { get; init; }

    /// <summary>The loops that wait for work for ever, whose calls are safe points, in metadata order.</summary>
    public IReadOnlyList<InspectedLoop> WaitingLoops { get; init; } = [];
}

/// <summary>A loop that only return, exception, cancellation or the end of a channel or timer ends. Immutable.</summary>
public sealed record InspectedLoop
{
    internal InspectedLoop(string method, IReadOnlyList<string> calls)
    {
        Method = method;
        Calls = calls;
    }

    /// <summary>The method that has it, by readable name. A running one keeps its body.</summary>
    public string Method { get; init; }

    /// <summary>The methods of the same type that it calls, and that reach the current version at each call.</summary>
    public IReadOnlyList<string> Calls { get; init; }
}

/// <summary>A method whose calls are units of work. Immutable.</summary>
public sealed record InspectedUnit
{
    internal InspectedUnit(string method, string name)
    {
        Method = method;
        Name = name;
    }

    /// <summary>The method, by readable name.</summary>
    public string Method { get; init; }

    /// <summary>The name of its units.</summary>
    public string Name { get; init; }
}
