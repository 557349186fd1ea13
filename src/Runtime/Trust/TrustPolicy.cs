using HotWeave.Trust.Signing;

namespace HotWeave.Trust;

/// <summary>What a process does with patches that are not signed as they should be.</summary>
internal enum TrustMode
{
    /// <summary>Signatures are not looked at.</summary>
    Off,

    /// <summary>They are taken, and what is wrong is a warning.</summary>
    Warn,

    /// <summary>They are refused before they are read.</summary>
    Require,
}

/// <summary>Whom this process believes, for as long as it lives. Immutable.</summary>
/// <param name="Mode">What becomes of patches that are not believed.</param>
/// <param name="Application">What statements call this application.</param>
/// <param name="Keys">Whose signatures count.</param>
/// <param name="AcceptsOlder">Whether an operator may accept an older patch where no newer statement does.</param>
internal sealed record TrustPolicy(TrustMode Mode, string Application, KeySet Keys, bool AcceptsOlder)
{
    internal static TrustPolicy Off { get; } = new(TrustMode.Off, "", new KeySet([], 1), false);

    /// <summary>Why it cannot be used; null when it can. Nothing is believed then.</summary>
    internal string? Problem { get; init; }

    /// <summary>For people; null where it is off.</summary>
    internal string? Description => Mode == TrustMode.Off ? null
        : Problem is not null ? $"{Word}, and cannot be used: {Problem}"
        : $"{Word}: {Keys.Threshold} of {Keys.Keys.Count} ({string.Join(", ", Keys.Keys)}) for {Application}{(Keys.Number > 0 ? $", keys {Keys.Number}" : "")}";

    private string Word => Mode == TrustMode.Warn ? "warn" : "require";
}
