using System.CommandLine;
using System.Globalization;

namespace HotWeave.Tool.Commands;

/// <summary>Makes the option <c>--pid</c>.</summary>
internal static class ProcessOption
{
    public static Option<int> Create()
    {
        var option = new Option<int>("--pid", "-p") { Description = "The process's id; see 'hotweave ps'.", Required = true };
        // What is no number at all is reported by the parser.
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var id) && id <= 0)
                result.AddError("--pid takes a positive number.");
        });
        return option;
    }
}
