namespace HotWeave.Dashboard.Reports;

/// <summary>What of the long texts in reports is enough for a person.</summary>
internal static class ShortText
{
    /// <summary>The first digits of a digest.</summary>
    public static string CutDigest(string digest) => digest.Length > 12 ? digest[..12] : digest;

    /// <summary>A build's label as a person tells it from others: of the hash of a commit, which the SDK appends, the first digits.</summary>
    public static string CutLabel(string label)
    {
        const int Digits = 7;
        var hash = label.LastIndexOf('+') + 1;
        return hash > 0 && label.Length - hash > Digits && label[hash..].All(char.IsAsciiHexDigit) ? label[..(hash + Digits)] : label;
    }
}
