using HotWeave.Weaver.Tests.Harness;

namespace HotWeave.Weaver.Tests.Reach;

/// <summary>A section of a text in which the shapes of reach are written down: <c>=== name | words | text</c>, then its body.</summary>
internal sealed record Section(string Name, string Second, string Third, string Body)
{
    /// <summary>The words of the second column.</summary>
    public IReadOnlyList<string> Words { get; } = Second.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All sections of a file, in its order.</summary>
    public static IReadOnlyList<Section> Read(string file) =>
        [.. CaseText.Source(file).ReplaceLineEndings("\n").Split("\n=== ").Skip(1).Select(static text =>
        {
            var (head, body) = text.IndexOf('\n') is >= 0 and var end ? (text[..end], text[(end + 1)..]) : (text, "");
            var columns = head.Split('|', StringSplitOptions.TrimEntries);
            return new Section(columns[0], columns[1], columns[2], body.Trim());
        })];

    /// <summary>The text with what the names stand for.</summary>
    public static string Fill(string text, params (string Name, string Value)[] names)
    {
        foreach (var (name, value) in names)
            text = text.Replace("$" + name, value, StringComparison.Ordinal);
        return text;
    }
}
