using System.Globalization;

namespace HotWeave.Weaver.Diagnostics;

/// <summary>
/// One kind of message. The id is frozen for ever: <c>HW</c> and four digits, of which the first is the stage
/// (1 reading, 2 skipped methods, 3 edits, 4 planning and emission, 5 writing, 6 run time, 7 use, 9 a defect of HotWeave).
/// Every id has a section in <c>docs/diagnostics.md</c> with cause and remedy.
/// </summary>
public sealed record DiagnosticDescriptor
{
    internal DiagnosticDescriptor(string id, DiagnosticKind kind, DiagnosticSeverity severity, string format)
    {
        Id = id;
        Kind = kind;
        Severity = severity;
        Format = format;
    }

    /// <summary>The frozen id, such as <c>HW1001</c>.</summary>
    public string Id { get; init; }

    /// <summary>What it means for the change that is compared; verdicts follow from it.</summary>
    public DiagnosticKind Kind { get; init; }

    /// <summary>The severity it is always reported with.</summary>
    public DiagnosticSeverity Severity { get; init; }

    /// <summary>The message with numbered holes; says what, where and what to do.</summary>
    public string Format { get; init; }

    /// <summary>Makes a message of this kind.</summary>
    /// <param name="member">The member or type it is about, by its readable name; null when it is about a whole file.</param>
    /// <param name="location">The source line; null when no symbols name it.</param>
    /// <param name="arguments">The values for the holes of <see cref="Format"/>.</param>
    public Diagnostic At(string? member, SourceLocation? location, params object[] arguments) =>
        new(this, string.Format(CultureInfo.InvariantCulture, Format, arguments), member, location);

    /// <summary>Makes a message about a whole file or request.</summary>
    /// <param name="arguments">The values for the holes of <see cref="Format"/>.</param>
    public Diagnostic With(params object[] arguments) => At(null, null, arguments);
}
