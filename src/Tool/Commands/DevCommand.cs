using System.CommandLine;
using System.CommandLine.Parsing;
using HotWeave.Tool.Developing;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave dev</c>: runs projects, and brings every change that is saved into them while they run.</summary>
internal sealed class DevCommand : CommandBase
{
    private readonly Argument<string[]> _names = new("project")
    {
        Description = "Projects, folders with one, or a solution, whose programs are run; without it the current folder. What follows -- goes to the program.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _configuration = new("--configuration", "-c") { Description = "What to build.", DefaultValueFactory = static _ => "Release" };
    private readonly Option<string?> _framework = new("--framework", "-f") { Description = "The target framework, where a project has several." };
    private readonly Option<string?> _profile = new("--launch-profile") { Description = "The profile of launchSettings.json; without it the first that runs the project." };
    private readonly Option<bool> _noProfile = new("--no-launch-profile") { Description = "Leave launchSettings.json alone." };
    private readonly Option<bool> _autoRestart = new("--auto-restart") { Description = "Restart the program when a change cannot go live; without it r does." };
    private readonly TurnOptions _turn = new();

    public DevCommand()
        : base("dev", "Runs a project as a release build, and brings every change that is saved into the running program.")
    {
        Arguments.Add(_names);
        Options.Add(_configuration);
        Options.Add(_framework);
        Options.Add(_profile);
        Options.Add(_noProfile);
        Options.Add(_autoRestart);
        _turn.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var (names, arguments) = Split(parse);
        var request = new DevRequest
        {
            Projects = [],
            Configuration = parse.GetRequiredValue(_configuration),
            Framework = parse.GetValue(_framework),
            LaunchProfile = parse.GetValue(_profile),
            LeavesLaunchSettings = parse.GetValue(_noProfile),
            RestartsByItself = parse.GetValue(_autoRestart),
            Arguments = arguments,
            Terms = _turn.Read(parse),
        };
        request = request with { Projects = ProjectChoice.Find(names, request) };
        using var events = new DevEvents();
        events.TakeSignals();
        KeyInput.Begin(key => events.Add(new DevEvent.Key(key)));
        // A program that reads the result gets it alone.
        var report = parse.GetValue(Format) == OutputFormat.Json
            ? new DevReport(parse.InvocationConfiguration.Error, isTerminal: false)
            : new DevReport(parse.InvocationConfiguration.Output, presenter.IsInteractive);
        var result = new DevSession(request, events, report).Run();
        return new DevDocument { Command = Name, Outcome = "ended", Projects = request.Projects, Changes = result.Changes, Starts = result.Starts };
    }

    // What stands behind the two dashes are the last of the values.
    private (IReadOnlyList<string> Names, IReadOnlyList<string> Arguments) Split(ParseResult parse)
    {
        var values = parse.GetValue(_names) ?? [];
        var dashes = parse.Tokens.ToList().FindIndex(static t => t.Type == TokenType.DoubleDash);
        var behind = dashes < 0 ? 0 : parse.Tokens.Count - dashes - 1;
        return (values[..^behind], values[^behind..]);
    }
}
