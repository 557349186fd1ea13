using System.CommandLine;

namespace HotWeave.Tool.Commands;

/// <summary>Makes the option <c>--pid</c>.</summary>
internal static class ProcessOption
{
    public static Option<int> Create()
    {
        var option = new Option<int>("--pid", "-p") { Description = "The process's id; see 'hotweave ps'.", Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() <= 0)
                result.AddError("--pid takes a positive number.");
        });
        return option;
    }
}
