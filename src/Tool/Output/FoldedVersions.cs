using System.Globalization;

namespace HotWeave.Tool.Output;

/// <summary>Which versions a person is shown of many, and how what holds them is said once.</summary>
internal static class FoldedVersions
{
    private const int Newest = 6;

    /// <summary>The baseline, the newest ones, and whatever is more than over.</summary>
    public static IReadOnlyList<VersionReport> Find(IReadOnlyList<VersionReport> versions) =>
        [.. versions.Where((v, i) => i == 0 || i >= versions.Count - Newest || v.State is not ("superseded" or "rolled-back") || v.Confirmed)];

    /// <summary>What holds versions, each text once: <c>versions 1 to 4, 6: …</c>.</summary>
    public static IReadOnlyList<string> ListHolders(IReadOnlyList<VersionReport> versions) =>
        [.. versions.Where(static v => v.HeldBy.Count > 0)
            .GroupBy(static v => string.Join("; ", v.HeldBy), StringComparer.Ordinal)
            .Select(static g => $"{(g.Count() == 1 ? "version" : "versions")} {ListNumbers([.. g.Select(static v => v.Number)])}: {g.Key}")];

    // 1 to 4, 6
    private static string ListNumbers(List<int> numbers)
    {
        var rows = new List<string>();
        for (var i = 0; i < numbers.Count; i++)
        {
            var first = numbers[i];
            while (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1)
                i++;
            var last = numbers[i];
            rows.Add(first == last ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}{(last == first + 1 ? ", " : " to ")}{last}"));
        }

        return string.Join(", ", rows);
    }
}
