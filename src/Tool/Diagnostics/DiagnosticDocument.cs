using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Diagnostics;

/// <summary>One message.</summary>
/// <param name="Id">The frozen id, such as <c>HW7001</c>.</param>
/// <param name="Kind">What it means for a change that is compared, such as <c>edit</c>, <c>remark</c> or <c>next-start</c>.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">The text.</param>
/// <param name="Member">The member it is about, or null.</param>
/// <param name="File">The source file, or null.</param>
/// <param name="Line">The line, or null.</param>
/// <param name="Column">The column, or null.</param>
internal sealed record DiagnosticDocument(string Id, string Kind, string Severity, string Message, string? Member, string? File, int? Line, int? Column)
{
    /// <summary>The same message for programs.</summary>
    public static DiagnosticDocument From(Diagnostic diagnostic) => new(
        diagnostic.Id,
        diagnostic.Kind == DiagnosticKind.NextStart ? "next-start" : diagnostic.Kind.ToString().ToLowerInvariant(),
        diagnostic.Severity.ToString().ToLowerInvariant(),
        diagnostic.Message,
        diagnostic.Member,
        diagnostic.Location?.File,
        diagnostic.Location?.Line,
        diagnostic.Location?.Column);

    /// <summary>The form that MSBuild and editors recognise.</summary>
    public override string ToString() => (File is null ? "" : $"{File}({Line},{Column}): ") + $"{Severity} {Id}: {Message}";
}
