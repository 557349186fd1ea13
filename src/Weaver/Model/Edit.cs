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
public sealed record Edit
{
    internal Edit(EditKind kind, string type, string member, SourceLocation? location)
    {
        Kind = kind;
        Type = type;
        Member = member;
        Location = location;
    }

    /// <summary>What happened to the member.</summary>
    public EditKind Kind { get; init; }

    /// <summary>The type that a person wrote, by full name (<c>N.Outer/Nested</c>).</summary>
    public string Type { get; init; }

    /// <summary>The member by its readable name; the type's own name when the whole type is added or deleted.</summary>
    public string Member { get; init; }

    /// <summary>Where the new source (for deletions the old) has it; null without symbols.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>
    /// The lambda or local function in the member that differs, by the call that it is given to (<c>MapGet("/orders")</c>), its name, or as
    /// <c>lambda</c>; null where it is the member itself. A member has one edit for each part that differs.
    /// </summary>
    public string? Part { get; init; }

    /// <summary>Where the deployed source has what was changed; null for what was added or deleted, and without symbols.</summary>
    public SourceLocation? Before { get; init; }
}
