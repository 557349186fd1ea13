using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>A row of instructions that leaves nothing on the stack: what a person wrote as a statement, or a part of one.</summary>
/// <param name="Text">What it does, equal in both builds where it does the same; local variables by their types.</param>
/// <param name="Summary">The calls that it makes, for people; empty where it makes none.</param>
/// <param name="Calls">What it calls, in order, as the text has them.</param>
/// <param name="Location">Where the source has it; null without symbols.</param>
internal sealed record Statement(string Text, string Summary, IReadOnlyList<StatementCall> Calls, SourceLocation? Location)
{
    /// <summary>The methods that it makes delegates of.</summary>
    public IReadOnlyList<MethodReference> Delegates { get; init; } = [];

    /// <summary>The field into which it stores what it computes; null where it stores into none.</summary>
    public FieldReference? Assigned { get; init; }

    /// <summary>Whether it stores into a field what it computes.</summary>
    public bool IsAssignment => Assigned is not null;

    /// <summary>Whether both store into the same field.</summary>
    public bool AssignsSameAs(Statement other) => IsAssignment && other.IsAssignment && LastLine == other.LastLine;

    // The store itself, with the key of its field.
    private string LastLine => Text.Substring(Text.LastIndexOf('\n', Text.Length - 2) + 1);
}
