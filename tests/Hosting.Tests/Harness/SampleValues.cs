using System.Globalization;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>A line that a sample printed: words, and values by name.</summary>
internal sealed record SampleValues(string Text)
{
    /// <summary>Empty when there is none of this name.</summary>
    internal string this[string name] =>
        Text.Split(' ').FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";

    /// <summary>0 when there is none of this name.</summary>
    internal long Number(string name) => this[name] is { Length: > 0 } value ? long.Parse(value, CultureInfo.InvariantCulture) : 0;
}
