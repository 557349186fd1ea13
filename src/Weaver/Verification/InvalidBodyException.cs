namespace HotWeave.Weaver.Verification;

/// <summary>
/// Ends the verification of one body at the first instruction that breaks a rule: what follows it would be judged by a guess.
/// </summary>
internal sealed class InvalidBodyException(string expected, string found) : Exception($"expected {expected}, found {found}")
{
    /// <summary>What the rule asks for.</summary>
    public string Expected { get; } = expected;

    /// <summary>What the body has.</summary>
    public string Found { get; } = found;
}
