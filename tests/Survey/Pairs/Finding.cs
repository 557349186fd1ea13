using HotWeave.Weaver;

namespace HotWeave.Survey.Pairs;

/// <summary>What became of a pair.</summary>
/// <param name="Pair">The releases.</param>
/// <param name="IsOpen">Whether the older one was woven so that patches can add interfaces and overrides of methods from outside.</param>
/// <param name="Exports">Methods with stubs in the older release.</param>
/// <param name="Edits">Differences.</param>
/// <param name="Verdict">Whether the newer release can go live.</param>
/// <param name="Refusals">How often each code stands in the way.</param>
/// <param name="PatchSize">The patch in bytes; 0 without one.</param>
/// <param name="Defects">What failed though it must not: weaving, patch making, or what the process did with the results.</param>
internal sealed record Finding(
    Pair Pair, bool IsOpen, int Exports, int Edits, PatchVerdict Verdict, IReadOnlyDictionary<string, int> Refusals, long PatchSize, IReadOnlyList<string> Defects);
