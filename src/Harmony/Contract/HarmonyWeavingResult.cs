namespace HotWeave;

/// <summary>What weaving a process by Harmony did. Immutable.</summary>
public sealed record HarmonyWeavingResult
{
    /// <summary>The simple names of the assemblies that are woven now, in ordinal order.</summary>
    public required IReadOnlyList<string> Assemblies { get; init; }

    /// <summary>How many methods have a stub.</summary>
    public required int Methods { get; init; }

    /// <summary>How many others were compiled anew, because they may have had such methods inlined.</summary>
    public required int Recompiled { get; init; }

    /// <summary>
    /// What may keep methods inlined that have stubs, and goes on to call their old code; empty unless
    /// <see cref="HarmonyWeavingOptions.AcceptInlined"/> took that.
    /// </summary>
    public required IReadOnlyList<string> KeepInlined { get; init; }
}
