using System.CommandLine;
using System.Globalization;

namespace HotWeave.Tool.Commands;

/// <summary>Makes the option <c>--pid</c>.</summary>
internal static class ProcessOption
{
    private const string Name = "--pid";
    private const string Alias = "-p";

    public static Option<int> Create()
    {
        var option = new Option<int>(Name, Alias) { Description = "The process's id; see 'hotweave ps'.", Required = true };
        AddValidator(option);
        return option;
    }

    /// <summary>The same for commands that need no process.</summary>
    public static Option<int> CreateOptional(string description)
    {
        var option = new Option<int>(Name, Alias) { Description = description };
        AddValidator(option);
        return option;
    }

    /// <summary>The same for commands that several processes may follow together.</summary>
    public static Option<int[]> CreateSeveral()
    {
        var option = new Option<int[]>(Name, Alias)
        {
            Description = "The process's id; see 'hotweave ps'. Several: all of them or none.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        AddValidator(option);
        option.Validators.Add(static result =>
        {
            if (result.Tokens.GroupBy(static t => t.Value).FirstOrDefault(static g => g.Count() > 1) is { } twice)
                result.AddError($"--pid names {twice.Key} twice.");
        });
        return option;
    }

    // What is no number at all is reported by the parser.
    private static void AddValidator(Option option) => option.Validators.Add(static result =>
    {
        if (result.Tokens.Any(static t => int.TryParse(t.Value, CultureInfo.InvariantCulture, out var id) && id <= 0))
            result.AddError("--pid takes a positive number.");
    });
}
