using System.CommandLine;
using System.Globalization;

namespace HotWeave.Tool.Commands;

/// <summary>Makes options that name a version.</summary>
internal static class VersionOption
{
    public static Option<int?> Create(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        // What is no number at all is reported by the parser.
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var version) && version < 0)
                result.AddError($"{name} takes a version number, 0 or more.");
        });
        return option;
    }
}
