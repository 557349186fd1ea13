namespace HotWeave.Weaver.Diagnostics;

/// <summary>One message to the user. Immutable.</summary>
public sealed record Diagnostic
{
    internal Diagnostic(DiagnosticDescriptor descriptor, string message, string? member, SourceLocation? location)
    {
        Descriptor = descriptor;
        Message = message;
        Member = member;
        Location = location;
    }

    /// <summary>Its kind.</summary>
    public DiagnosticDescriptor Descriptor { get; init; }

    /// <summary>The text, without id, severity and place.</summary>
    public string Message { get; init; }

    /// <summary>The member or type it is about, or null.</summary>
    public string? Member { get; init; }

    /// <summary>The source line it is about, or null.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The frozen id, such as <c>HW1001</c>.</summary>
    public string Id => Descriptor.Id;

    /// <summary>What it means for the change that is compared.</summary>
    public DiagnosticKind Kind => Descriptor.Kind;

    /// <summary>Whether it says that a part of the change does not go live as a whole: what a strict comparison refuses.</summary>
    public bool IsReservation =>
        Severity == DiagnosticSeverity.Warning && Kind is DiagnosticKind.Remark or DiagnosticKind.NextStart or DiagnosticKind.Hook;

    /// <summary>How grave it is.</summary>
    public DiagnosticSeverity Severity => Descriptor.Severity;

    /// <summary>The form that MSBuild and editors recognise: <c>file(line,column): error HW1001: text</c>.</summary>
    public override string ToString()
    {
        var place = Location is null ? "" : $"{Location.File}({Location.Line},{Location.Column}): ";
        return $"{place}{Severity.ToString().ToLowerInvariant()} {Id}: {Message}";
    }
}
