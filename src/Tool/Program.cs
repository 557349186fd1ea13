using System.CommandLine;
using System.CommandLine.Parsing;
using HotWeave.Tool.Commands;
using HotWeave.Tool.Commands.Fleet;
using HotWeave.Tool.Diagnostics;

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
        var root = CreateRoot();
        GroupedHelp.AddTo(root);
        try
        {
            return Run(root, arguments, output, error);
        }
        catch (IOException)
        {
            // Help, and what is wrong with a command line: there is nobody to say it to.
            return ExitCode.NotWritten;
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand CreateRoot() =>
        new("Live code replacement for .NET: weaves assemblies, makes patches, and puts them into running processes.")
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
            new AuditCommand(),
            new DashboardCommand(),
            new DoctorCommand(),
            new CompletionCommand(),
            new DevCommand(),
            new FleetCommand(),
        };

    private static int Run(RootCommand root, string[] arguments, TextWriter output, TextWriter error)
    {
        var (parse, unreadable) = Parse(root, arguments);
        if (parse is null)
            return Refuse([unreadable!], arguments.Take(1).Where(a => root.Subcommands.Any(c => c.Name == a)).Prepend("hotweave"), error);
        // A shell asks for what may come next of lines that are not whole yet.
        if (parse.Errors.Count > 0 && arguments is not [['[', 's', 'u', 'g', ..], ..])
            return Refuse(parse.Errors.Select(static e => e.Message), CommandPath(parse), error);
        return parse.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    private static List<string> CommandPath(ParseResult parse)
    {
        var names = new List<string>();
        for (var result = parse.CommandResult; result is not null; result = result.Parent as CommandResult)
            names.Insert(0, result.Command is RootCommand ? "hotweave" : result.Command.Name);
        return names;
    }

    // Rules about options read them, and one that is no number throws there before it is an error.
    private static (ParseResult? Parse, string? Problem) Parse(RootCommand root, string[] arguments)
    {
        try
        {
            return (root.Parse(arguments), null);
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }
    }

    private static int Refuse(IEnumerable<string> problems, IEnumerable<string> command, TextWriter error)
    {
        foreach (var problem in problems)
            error.WriteLine(problem);
        error.WriteLine($"See '{string.Join(' ', command)} --help'.");
        return ExitCode.Usage;
    }
}
