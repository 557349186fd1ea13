using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary>Says which live process is meant: <c>--pid</c>, or <c>--name</c> where one alone has the name.</summary>
internal sealed class ProcessOption
{
    private readonly Option<int> _id = CreateId("The process's id; see 'hotweave ps'.");
    private readonly Option<string?> _name = CreateName("Its name in place of its id, where one process alone has it.");

    /// <summary>The option <c>--pid</c> by itself.</summary>
    public static Option<int> CreateId(string description)
    {
        var option = new Option<int>("--pid", "-p") { Description = description };
        CheckIds(option);
        option.CompletionSources.Add(static _ => ProcessCatalog.Read().Select(static p => new CompletionItem(p.ProcessId.ToString(CultureInfo.InvariantCulture), detail: p.Name)));
        return option;
    }

    /// <summary>The option <c>--name</c> by itself.</summary>
    public static Option<string?> CreateName(string description)
    {
        var option = new Option<string?>("--name") { Description = description };
        option.CompletionSources.Add(static _ => ProcessCatalog.Read().Select(static p => p.Name).Distinct().Select(static n => new CompletionItem(n)));
        return option;
    }

    // What is no number at all is reported by the parser.
    public static void CheckIds(Option option) => option.Validators.Add(static result =>
    {
        if (result.Tokens.Any(static t => int.TryParse(t.Value, CultureInfo.InvariantCulture, out var id) && id <= 0))
            result.AddError("--pid takes a positive number.");
    });

    /// <summary>Gives the command both options, of which it needs one.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_id);
        command.Options.Add(_name);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_id) is { Implicit: false } == result.GetResult(_name) is { Implicit: false })
                result.AddError("Say which process with --pid or --name.");
        });
    }

    /// <summary>The process's id.</summary>
    /// <exception cref="RefusedException">HW7049, HW7050: no process has the name, or several have.</exception>
    public int Read(ParseResult parse)
    {
        if (parse.GetValue(_name) is not { } name)
            return parse.GetValue(_id);
        var ids = ProcessCatalog.FindReady(name);
        return ids is [var only] ? only : throw new RefusedException(UseDiagnostics.SeveralOfThatName.With(name, string.Join(", ", ids)));
    }
}
