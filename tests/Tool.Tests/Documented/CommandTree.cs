using System.CommandLine;
using System.Text.RegularExpressions;

namespace HotWeave.Tool.Tests.Documented;

/// <summary>The tool's own commands and options, which say what is wrong with a documented command line.</summary>
internal static partial class CommandTree
{
    // What a placeholder becomes: a number, a name, a path and the beginning of a digest in one.
    private const string Anything = "1";

    public static RootCommand Root { get; } = Program.CreateRoot();

    /// <summary>All commands, each with the words that lead to it.</summary>
    public static IEnumerable<(string Path, Command Command)> All() => Root.Subcommands.SelectMany(static command => Below("", command));

    /// <summary>What is wrong with a command line; empty if nothing is.</summary>
    public static IReadOnlyList<string> FindFaults(DocumentedCommand documented) =>
        documented.IsWhole ? FindFaultsOfWhole(documented.Text) : FindFaultsOfMention(documented.Text);

    private static IEnumerable<(string Path, Command Command)> Below(string path, Command command)
    {
        var own = $"{path} {command.Name}".Trim();
        return command.Subcommands.Count == 0 ? [(own, command)] : command.Subcommands.SelectMany(child => Below(own, child));
    }

    private static IReadOnlyList<string> FindFaultsOfWhole(string text)
    {
        var words = Split(text);
        // What is woven is an assembly or a folder by what lies on the disk.
        if (words is ["weave", [not '-', ..] input, ..] && !input.EndsWith(".dll", StringComparison.Ordinal))
            words[1] = AppContext.BaseDirectory;
        return [.. FindErrors(Root, words)];
    }

    private static List<string> FindFaultsOfMention(string text)
    {
        var faults = new List<string>();
        Command parent = Root;
        List<Command> commands = [Root];
        var words = Split(Brackets().Replace(text, " ").Replace("…", " ", StringComparison.Ordinal));
        for (var at = 0; at < words.Length && words[at] != "--"; at++)
        {
            var word = words[at];
            if (word.StartsWith('-'))
                faults.AddRange(commands.SelectMany(command => FindFaultsOfOption(command, word, at + 1 < words.Length ? words[at + 1] : "-")));
            else if (at > 0 && words[at - 1] == "|" && FindChild(parent, word) is { } sibling)
                commands.Add(sibling);
            else if (commands is [var last] && FindChild(last, word) is { } child)
                (parent, commands) = (last, [child]);
            else if (at == 0 && word != Anything)
                faults.Add($"there is no command '{word}'");
        }

        return faults;
    }

    private static IEnumerable<string> FindFaultsOfOption(Command command, string name, string value)
    {
        // A command that is not said has any option; those of the root, such as --help, are everybody's.
        if (Root.Options.Any(option => IsNamed(option, name)))
            return [];
        if (command.Options.FirstOrDefault(option => IsNamed(option, name)) is not { } option)
            return command is RootCommand || command.Subcommands.Any(child => child.Options.Any(o => IsNamed(o, name))) ? [] : [$"'{command.Name}' has no option '{name}'"];
        if (value is "|" or Anything || value.StartsWith('-') || value.Contains(Anything, StringComparison.Ordinal) || option.ValueType == typeof(bool))
            return [];
        // By itself, since rules of the command would be heard first, and then nothing of the option's.
        var alone = new Command(command.Name) { option };
        return value.Split('|').SelectMany(one => FindErrors(alone, [name, one]));
    }

    private static IEnumerable<string> FindErrors(Command command, string[] words)
    {
        try
        {
            return [.. command.Parse(words).Errors.Select(static error => error.Message)];
        }
        catch (InvalidOperationException e)
        {
            // A rule about options reads one that is no number.
            return [e.Message];
        }
    }

    private static bool IsNamed(Option option, string name) => option.Name == name || option.Aliases.Contains(name);

    private static Command? FindChild(Command command, string name) => command.Subcommands.FirstOrDefault(child => child.Name == name);

    // As a shell does, with what stands for something else filled.
    private static string[] Split(string text) =>
        [.. Words().Matches(Placeholder().Replace(text, Anything)).Select(static word => word.Value is "N" or "N…" ? Anything : word.Value.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))];

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?:'[^']*'|""[^""]*""|[^\s'""])+")]
    private static partial Regex Words();

    [GeneratedRegex(@"[\[\]]")]
    private static partial Regex Brackets();
}
