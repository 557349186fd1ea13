using System;
using System.Linq;

namespace HotWeave.Analyzers.Marking;

/// <summary>
/// The value of <c>HotWeaveInclude</c> or <c>HotWeaveExclude</c>: full names of types, in which <c>*</c> stands for any run of characters. The
/// build puts bars between them, as what comes after a semicolon does not reach an analyzer.
/// </summary>
internal sealed class NamePatterns
{
    private readonly string[] _patterns;

    private NamePatterns(string[] patterns) => _patterns = patterns;

    public static NamePatterns Parse(string? text) =>
        new([.. (text ?? "").Split(['|'], StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Trim()).Where(static p => p.Length > 0)]);

    public bool Match(string name) => _patterns.Any(pattern => Matches(pattern, 0, name, 0));

    private static bool Matches(string pattern, int p, string name, int n)
    {
        while (p < pattern.Length && pattern[p] != '*')
        {
            if (n == name.Length || pattern[p++] != name[n++])
                return false;
        }

        if (p == pattern.Length)
            return n == name.Length;
        for (var end = n; end <= name.Length; end++)
        {
            if (Matches(pattern, p + 1, name, end))
                return true;
        }

        return false;
    }
}
