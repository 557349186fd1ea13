namespace HotWeave.Tool.Signing;

/// <summary>What is to be signed of a patch, beside the patch.</summary>
/// <param name="Application">The application; null where nobody said.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Expires">When it ends to be valid; null where it does not.</param>
internal sealed record SigningTerms(string? Application, long Sequence, DateTimeOffset? Expires);
