namespace HotWeave;

/// <summary>Runs of a method with a waiting loop that are under way, as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
/// <param name="Method">The method that has the loop: <c>N.Worker.RunAsync(CancellationToken)</c>.</param>
/// <param name="Version">The version that brought the body that they run. They run it to its end; what the loop calls moves with each swap.</param>
/// <param name="Running">How many there are.</param>
public sealed record LoopStatus(string Method, VersionNumber Version, int Running);
