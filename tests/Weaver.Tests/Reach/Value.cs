namespace HotWeave.Weaver.Tests.Reach;

/// <summary>How a version writes the value.</summary>
/// <param name="Name">What a failure calls it.</param>
/// <param name="InStatic">The expression in static code.</param>
/// <param name="InObject">The expression in code of an object.</param>
/// <param name="Members">What it needs beside it in the type.</param>
internal sealed record Value(string Name, string InStatic, string InObject, string Members)
{
    public static readonly Value Old = new("the old constant", "x + 10", "x + 10", "");

    /// <summary>The ways to write the new one.</summary>
    public static readonly IReadOnlyList<Value> New =
    [
        .. Section.Read("Reach/edits.txt").Select(static s => new Value(s.Name, s.Second, s.Third, s.Body)),
        new("an added field", "x + 20", "x + _added", "private int _added = 20; public void SetAdded(int to) => _added = to;") { NeedsObject = true },
    ];

    /// <summary>Whether static code does without the members.</summary>
    public bool NeedsObject { get; init; }
}
