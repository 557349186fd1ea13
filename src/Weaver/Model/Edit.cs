using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver;

/// <summary>What kind of difference an <see cref="Edit"/> is.</summary>
public enum EditKind
{
    /// <summary>The member or type is in the new build only.</summary>
    Added,

    /// <summary>The member's body differs.</summary>
    Changed,

    /// <summary>The member or type is in the baseline only.</summary>
    Deleted,
}

/// <summary>One difference between baseline and new build that the patch carries.</summary>
/// <param name="Kind">What happened to the member.</param>
/// <param name="Type">The type that a person wrote, by full name (<c>N.Outer/Nested</c>).</param>
/// <param name="Member">The member by its readable name; the type's own name when the whole type is added or deleted.</param>
/// <param name="Location">Where the new source (for deletions the old) has it; null without symbols.</param>
public sealed record Edit(EditKind Kind, string Type, string Member, SourceLocation? Location)
{
    /// <summary>
    /// The lambda or local function in the member that differs, by the call that it is given to (<c>MapGet("/orders")</c>), its name, or as
    /// <c>lambda</c>; null where it is the member itself. A member has one edit for each part that differs.
    /// </summary>
    public string? Part { get; init; }
}
