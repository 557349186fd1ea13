using System.CommandLine;
using System.Globalization;

namespace HotWeave.Tool.Commands;

/// <summary>Makes options that take a time.</summary>
internal static class SecondsOption
{
    /// <summary>An option that takes seconds, from a thousandth to a day.</summary>
    public static Option<double?> Create(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description };
        // What is no number at all is reported by the parser.
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is not (>= 0.001 and <= 86400))
            {
                result.AddError($"{name} takes seconds, from 0.001 to 86400.");
            }
        });
        return option;
    }

    /// <summary>What a message carries: 0 where nothing was said.</summary>
    public static int Milliseconds(double? seconds) => (int)((seconds ?? 0) * 1000);
}
