using System.CommandLine;
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

    private static IEnumerable<string> CommandPath(ParseResult parse) =>
        parse.CommandResult.Command is RootCommand ? ["hotweave"] : ["hotweave", parse.CommandResult.Command.Name];
}
