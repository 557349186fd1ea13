namespace HotWeave.Control.Protocol;

/// <summary>How long a reader waits for a message.</summary>
/// <param name="Begin">For its first byte.</param>
/// <param name="Whole">From then on for the rest of it.</param>
internal readonly record struct FrameLimits(TimeSpan Begin, TimeSpan Whole);
