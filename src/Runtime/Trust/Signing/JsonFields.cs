namespace HotWeave.Trust.Signing;

/// <summary>The members of a JSON object; each is taken once, and what nobody takes can be refused.</summary>
internal sealed class JsonFields(Dictionary<string, object> members)
{
    private const int LongestText = 2000;

    /// <exception cref="FormatException">It is missing, no text, or too long.</exception>
    internal string TakeText(string name, int longest = LongestText) => TakeOptionalText(name, longest) ?? throw Missing(name);

    /// <summary>Null where there is none.</summary>
    /// <exception cref="FormatException">It is no text, too long, or has control characters, which no name and no number needs and terminals obey.</exception>
    internal string? TakeOptionalText(string name, int longest = LongestText) => RemoveMember(name) switch
    {
        null => null,
        string text when text.Length <= longest && !text.Any(char.IsControl) => text,
        _ => throw new FormatException($"'{name}' is no text of at most {longest} characters in one line"),
    };

    /// <exception cref="FormatException">It is missing, or no whole number.</exception>
    internal long TakeNumber(string name) => TakeOptionalNumber(name) ?? throw Missing(name);

    /// <summary>Null where there is none.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    internal long? TakeOptionalNumber(string name) => RemoveMember(name) switch
    {
        null => null,
        long number => number,
        _ => throw new FormatException($"'{name}' is no number"),
    };

    /// <exception cref="FormatException">It is no list of objects, or too long.</exception>
    internal IReadOnlyList<JsonFields> TakeObjects(string name, int most) => [.. TakeList(name, most).Select(item =>
        item as JsonFields ?? throw new FormatException($"'{name}' has what is no object"))];

    /// <summary>Empty where there is none.</summary>
    /// <exception cref="FormatException">It is no list of texts, or too long.</exception>
    internal IReadOnlyList<string> TakeOptionalTexts(string name, int most) => !members.ContainsKey(name) ? [] : [.. TakeList(name, most).Select(item =>
        item as string ?? throw new FormatException($"'{name}' has what is no text"))];

    /// <exception cref="FormatException">There are members that nobody knows: they may be conditions.</exception>
    internal void End()
    {
        if (members.Count > 0)
            throw new FormatException($"'{members.Keys.Order(StringComparer.Ordinal).First()}' is not known");
    }

    private List<object> TakeList(string name, int most) =>
        RemoveMember(name) is List<object> items && items.Count <= most ? items : throw new FormatException($"'{name}' is no list of at most {most}");

    private object? RemoveMember(string name) => members.Remove(name, out var value) ? value : null;

    private static FormatException Missing(string name) => new($"'{name}' is missing");
}
