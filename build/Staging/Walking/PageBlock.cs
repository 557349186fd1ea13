namespace HotWeave.Staging.Walking;

/// <summary>A fenced block of a page.</summary>
/// <param name="Line">The number of the line after the fence, which is the first of <paramref name="Lines"/>.</param>
/// <param name="Mark">What stands behind the fence: the language, and for whom the block is.</param>
/// <param name="Lines">What is within.</param>
/// <param name="File">The file that the paragraph before it names, in the form <c>`path`:</c>; null where it names none.</param>
public sealed record PageBlock(int Line, string Mark, IReadOnlyList<string> Lines, string? File);
