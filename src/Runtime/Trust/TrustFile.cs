using HotWeave.Trust.Signing;

namespace HotWeave.Trust;

/// <summary>The file that says whom to trust, as far as settings and variables do not. Immutable.</summary>
/// <param name="Mode">The mode; where there is a file, and it does not say, signatures are required.</param>
/// <param name="Application">What statements call the application; null where it does not say.</param>
/// <param name="Keys">Where the keys are.</param>
/// <param name="Threshold">How many must sign.</param>
/// <param name="Older">What leads to an older patch.</param>
internal sealed record TrustFile(string Mode, string? Application, IReadOnlyList<string> Keys, long Threshold, string Older)
{
    internal const int LongestFile = 64 * 1024;

    private const int MostPlaces = 32;

    /// <summary>What is meant where there is none.</summary>
    internal static TrustFile None { get; } = new("off", null, [], 1, "signed");

    /// <exception cref="FormatException">It is no such file, or says what is not known.</exception>
    internal static TrustFile Parse(byte[] utf8)
    {
        var fields = StrictJson.Parse(utf8, LongestFile);
        var file = new TrustFile(
            fields.TakeOptionalText("mode") ?? "require",
            fields.TakeOptionalText("application"),
            fields.TakeOptionalTexts("keys", MostPlaces),
            fields.TakeOptionalNumber("threshold") ?? 1,
            fields.TakeOptionalText("older") ?? "signed");
        fields.End();
        return file;
    }
}
