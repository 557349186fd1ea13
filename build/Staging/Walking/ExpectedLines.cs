using System.Text.RegularExpressions;

namespace HotWeave.Staging.Walking;

/// <summary>What a page says that is printed: lines, in which <c>…</c> stands for anything.</summary>
public static class ExpectedLines
{
    /// <summary>Whether an output has the lines in their order, and ends with the last of them. What commands print that they do not tell of may stand between.</summary>
    public static bool End(string output, IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(lines);
        return Regex.IsMatch(output.TrimEnd(), string.Join(@"[\s\S]*?", lines.Select(MakePattern)) + @"\z", RegexOptions.CultureInvariant);
    }

    /// <summary>Whether a line is the expected one.</summary>
    public static bool Is(string line, string expected) => Regex.IsMatch(line, $@"\A{MakePattern(expected)}\z", RegexOptions.CultureInvariant);

    private static string MakePattern(string line) => string.Join(@"[^\n]*?", line.Split('…').Select(Regex.Escape));
}
