using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What came of taking the code that fills some fields out of a static constructor: the code, other fields that must be filled with them, or why it cannot be.</summary>
internal sealed record FillAttempt(StaticFill? Fill, IReadOnlyCollection<FieldDefinition> With, string? Obstacle)
{
    public static FillAttempt Done(StaticFill fill) => new(fill, [], null);

    public static FillAttempt Together(IReadOnlyCollection<FieldDefinition> fields) => new(null, fields, null);

    public static FillAttempt Refused(string obstacle) => new(null, [], obstacle);
}
