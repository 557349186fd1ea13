using System.Globalization;

namespace HotWeave.Staging;

/// <summary>One line that a sample printed: words, and values by name, as in <c>ready pid=17 port=4711</c>.</summary>
public sealed class SampleLine
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads the line.</summary>
    public SampleLine(string text)
    {
        Text = text;
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                _values[part[..equals]] = part[(equals + 1)..];
        }
    }

    /// <summary>The line as printed.</summary>
    public string Text { get; }

    /// <summary>True if the line's first word is this one.</summary>
    public bool Says(string word) => Text == word || Text.StartsWith(word + " ", StringComparison.Ordinal);

    /// <summary>True if the line has this value.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value as text.</summary>
    /// <exception cref="StagingException">The line has no such value.</exception>
    public string Value(string name)
        => _values.TryGetValue(name, out string? value) ? value : throw new StagingException($"\"{Text}\" has no value \"{name}\".");

    /// <summary>The value as a number; 0 if the line has no such value.</summary>
    public long Number(string name) => Has(name) ? long.Parse(Value(name), CultureInfo.InvariantCulture) : 0;
}
