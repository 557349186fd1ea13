using System.CommandLine;
using System.CommandLine.Parsing;
using HotWeave.Tool.Commands;

namespace HotWeave.Tool;

/// <summary>The command line.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => Run(arguments, Console.Out, Console.Error);

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where messages go.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Live code replacement for .NET: weaves assemblies, makes patches, and puts them into running processes.")
        {
            new WeaveCommand(),
            PatchCommand.CreatePatch(),
            PatchCommand.CreateDiff(),
            new InspectCommand(),
            new KeyCommand(),
            new SignCommand(),
            new VerifyCommand(),
            new PsCommand(),
            new StatusCommand(),
            new ApplyCommand(),
            new PrepareCommand(),
            new CommitCommand(),
            new DiscardCommand(),
            new PromoteCommand(),
            new ConfirmCommand(),
            new RollbackCommand(),
            new ReverseCommand(),
            new PurgeCommand(),
            new CancelCommand(),
        };
        var parse = root.Parse(arguments);
        if (parse.Errors.Count == 0)
            return parse.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });

        foreach (var problem in parse.Errors)
            error.WriteLine(problem.Message);
        error.WriteLine($"See '{string.Join(' ', CommandPath(parse))} --help'.");
        return ExitCode.Usage;
    }

    private static List<string> CommandPath(ParseResult parse)
    {
        var names = new List<string>();
        for (var result = parse.CommandResult; result is not null; result = result.Parent as CommandResult)
            names.Insert(0, result.Command is RootCommand ? "hotweave" : result.Command.Name);
        return names;
    }
}
