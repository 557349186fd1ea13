using System.CommandLine;
using System.CommandLine.Parsing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary>Says which live processes are meant together: <c>--pid</c>, <c>--name</c> or <c>--all</c>.</summary>
internal sealed class ProcessesOption
{
    private readonly Option<int[]> _ids = new("--pid", "-p")
    {
        Description = "The process's id; see 'hotweave ps'. Several: all of them or none.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _name = ProcessOption.CreateName("All processes of that name in place of their ids: all of them or none.");
    private readonly Option<bool> _all = new("--all") { Description = "All processes of yours that can be swapped: all of them or none." };

    /// <summary>Gives the command the options, of which it needs one.</summary>
    public void AddTo(Command command)
    {
        ProcessOption.CheckIds(_ids);
        _ids.Validators.Add(static result =>
        {
            if (result.Tokens.GroupBy(static t => t.Value).FirstOrDefault(static g => g.Count() > 1) is { } twice)
                result.AddError($"--pid names {twice.Key} twice.");
        });
        command.Options.Add(_ids);
        command.Options.Add(_name);
        command.Options.Add(_all);
        command.Validators.Add(result =>
        {
            bool[] said = [result.GetResult(_ids) is { Implicit: false }, result.GetResult(_name) is { Implicit: false }, result.GetValue(_all)];
            if (said.Count(static s => s) != 1)
                result.AddError("Say which processes with --pid, --name or --all.");
        });
    }

    /// <summary>Whether the command line names several.</summary>
    public bool NamesSeveral(CommandResult result) => result.GetValue(_ids) is { Length: > 1 };

    /// <summary>The processes' ids, none twice.</summary>
    /// <exception cref="RefusedException">HW7049: there is none.</exception>
    public IReadOnlyList<int> Read(ParseResult parse) =>
        parse.GetValue(_all) || parse.GetValue(_name) is not null ? ProcessCatalog.FindReady(parse.GetValue(_name)) : parse.GetRequiredValue(_ids);
}
