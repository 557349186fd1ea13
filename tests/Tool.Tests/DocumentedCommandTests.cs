using System.Text.RegularExpressions;
using HotWeave.Tool.Commands;
using HotWeave.Tool.Tests.Documented;

namespace HotWeave.Tool.Tests;

/// <summary>What pages and the help say to type is what the tool takes, and what it takes is on a page.</summary>
public sealed class DocumentedCommandTests
{
    public static TheoryData<string> Pages => [.. DocumentedCommands.FindAll().Select(static command => command.Page).Distinct()];

    public static TheoryData<string> Commands => [.. CommandTree.All().Select(static command => command.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_line_of_a_page_is_one_that_the_tool_takes(string page) => Assert.Empty(
        DocumentedCommands.Find(page, File.ReadAllText(Path.Combine(DocumentedCommands.Root, page)))
            .SelectMany(static command => CommandTree.FindFaults(command).Select(fault => $"{command}: {fault}")));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_and_option_is_in_the_reference(string path)
    {
        var pages = string.Join('\n', new[] { "docs/cli.md", "docs/fleet.md" }.Select(static page => File.ReadAllText(Path.Combine(DocumentedCommands.Root, page))));
        var command = CommandTree.All().Single(c => c.Path == path).Command;
        Assert.Matches($@"\b{Regex.Escape(command.Name)}\b", pages);
        Assert.DoesNotContain(
            command.Options.Where(static option => !option.Hidden).Select(static option => option.Name == "--output" ? "-o" : option.Name),
            name => !Regex.IsMatch(pages, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])"));
    }

    [Fact]
    public void Every_example_of_the_help_is_one_that_the_tool_takes() => Assert.Empty(
        GroupedHelp.Examples.SelectMany(static example => DocumentedCommands.Find("help", "```sh\n" + example + "\n```"))
            .SelectMany(static command => CommandTree.FindFaults(command).Select(fault => $"{command}: {fault}")));

    // The checks themselves.
    [Theory]
    [InlineData("    hotweave apply x.hotpatch --name Shop", "")]
    [InlineData("    hotweave apply x.hotpatch", "Say which process")]
    [InlineData("    hotweave apply <file> --pid N --canary 500%", "--canary takes a share")]
    [InlineData("    hotweave rollback --pid N  # back", "")]
    [InlineData("    hotweave weave publish/ --all", "")]
    [InlineData("    hotweave weave Shop.dll --all", "-o")]
    [InlineData("see `hotweave status --pid one`", "one")]
    [InlineData("see `hotweave fleet … --store x`", "")]
    [InlineData("    hotweave apply x.hotpatch --nmae Shop", "--nmae")]
    [InlineData("```sh\nx=$(hotweave fleet publish x.hotpatch | sed s/a/b/)\n```", "--app")]
    [InlineData("```sh\nx=$(hotweave fleet publish x.hotpatch --app y | sed s/a/b/)\n```", "")]
    [InlineData("```text\nhotweave wants nothing of this\n```", "")]
    [InlineData("`hotweave apply`, `hotweave purge --soft`, `hotweave <command> --help`, `hotweave patch … --stub x`", "")]
    [InlineData("see `hotweave appyl`", "no command 'appyl'")]
    [InlineData("see `hotweave apply --soft`", "'apply' has no option '--soft'")]
    [InlineData("see `eval \"$(hotweave completed bash)\"`", "no command 'completed'")]
    [InlineData("```text synopsis\nhotweave apply | commit … [--mode immediate|quiescent]\n  [--timeout <seconds>]\n```", "")]
    [InlineData("```text synopsis\nhotweave apply | commit … [--mode immediate|slow]\n```", "'slow'")]
    [InlineData("```text synopsis\nhotweave apply | purge …\n  [--mode immediate]\n```", "'purge' has no option '--mode'")]
    [InlineData("```text synopsis\nhotweave fleet publish <file> | wait --app <name> [--max 1]\n```", "'publish' has no option '--max'")]
    public void What_the_tool_does_not_take_is_told(string page, string fault)
    {
        var faults = string.Join('\n', DocumentedCommands.Find("page.md", page).SelectMany(CommandTree.FindFaults));
        if (fault.Length == 0)
            Assert.Empty(faults);
        else
            Assert.Contains(fault, faults, StringComparison.Ordinal);
    }
}
