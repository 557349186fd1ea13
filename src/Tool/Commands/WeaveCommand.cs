using System.CommandLine;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Ghost;
using HotWeave.Tool.Output;
using HotWeave.Weaver;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave weave</c>: weaves an assembly, or a published application in its folder.</summary>
internal sealed class WeaveCommand : CommandBase
{
    private readonly Argument<string> _input = new("input")
    {
        Description = "The assembly, or the folder of a published application.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _process = ProcessOption.CreateId(
        "A process that nobody prepared: weave a copy of the folder that it runs from, and the process itself in memory.");

    private readonly Option<FileInfo?> _output = new("--output", "-o")
    {
        Description = "The assembly to write, or the folder for the copy with --pid and --harmony; other folders are woven in place.",
    };

    private readonly Option<bool> _harmony = new("--harmony")
    {
        Description = "For folders: weave a copy, and make what the package HotWeave.Harmony weaves a process of the folder with, in its memory.",
    };

    private readonly SelectionOptions _selection = new();
    private readonly Option<string[]> _assemblies = SelectionOptions.Patterns(
        "--assembly", "For folders: the assemblies to weave, by simple name, * allowed; without it the application's own projects.");

    private readonly Option<bool> _noReapply = new("--no-reapply")
    {
        Description = "For folders: do not let its processes apply confirmed patches again when they start.",
    };

    private readonly Option<bool> _restore = new("--restore") { Description = "For folders: bring every file back to what it was before weaving." };
    private readonly Option<string?> _stubs = new("--stubs")
    {
        Description = "For processes: give methods their stubs 'now', or when they are 'needed' by the first patch that changes their types; .NET 8 can do so once, and does now.",
    };

    private readonly Option<bool> _onRestart = new("--weave-on-restart")
    {
        Description = "For processes: weave the folder that it runs from as well, so that it is woven when it starts again.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Plan only; write nothing." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "List the methods without a stub, and why." };

    public WeaveCommand()
        : base("weave", "Weaves an assembly, or the application in a published folder, so that it can be swapped.")
    {
        Arguments.Add(_input);
        Options.Add(_process);
        Options.Add(_output);
        foreach (var option in _selection.All)
            Options.Add(option);
        Options.Add(_assemblies);
        Options.Add(_harmony);
        Options.Add(_noReapply);
        _stubs.AcceptOnlyFromAmong("now", "needed");
        Options.Add(_stubs);
        Options.Add(_onRestart);
        Options.Add(_restore);
        Options.Add(_dryRun);
        Options.Add(_verbose);
        Validators.Add(result =>
        {
            if (FindMisuse(result) is { } misuse)
                result.AddError(misuse);
        });
    }

    protected override bool IsVerbose(ParseResult parse) => parse.GetValue(_verbose);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        if (parse.GetResult(_process) is { Implicit: false })
            return WeaveProcess(parse, presenter);
        var input = parse.GetRequiredValue(_input);
        if (!Directory.Exists(input))
            return presenter.Wait($"Weaving {input}", () => WeaveFile(parse, input));
        if (parse.GetValue(_harmony))
            return WeaveForHarmony(parse, presenter, input);
        return parse.GetValue(_restore)
            ? presenter.Wait($"Restoring {input}", () => Describe(input, Weaver.Restore(input)))
            : presenter.Wait($"Weaving {input}", () => Describe(input, Weaver.Weave(Request(parse, input))));
    }

    private static FolderWeaver Weaver => new(AssemblyWeaver.Weave, static _ => { });

    private string? FindMisuse(System.CommandLine.Parsing.CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        var input = result.GetValue(_input);
        if ((Has(_stubs) || Has(_onRestart)) && !Has(_process))
            return "--stubs and --weave-on-restart are for processes.";
        if (Has(_process))
            return input is null ? FindMisuseOfProcess(Has) : "Name a process or an input, not both.";
        return input is null ? "Name the assembly or the folder to weave, or a process with --pid." : FindMisuse(Has, Directory.Exists(input));
    }

    private string? FindMisuseOfProcess(Func<Option, bool> has)
    {
        if (!has(_output))
            return "Name the folder for the copy of what the process runs with --output.";
        return has(_restore) || has(_dryRun) || has(_noReapply) || has(_harmony)
            ? "--restore, --dry-run, --no-reapply and --harmony are not for processes." : null;
    }

    private string? FindMisuse(Func<Option, bool> has, bool isFolder)
    {
        if (isFolder && has(_harmony))
        {
            if (!has(_output))
                return "Name the folder for the copy with --output.";
            return has(_restore) || has(_dryRun) || has(_noReapply) ? "--harmony weaves a copy: --restore, --dry-run and --no-reapply are not for it." : null;
        }

        if (isFolder)
        {
            if (has(_output))
                return "A folder is woven in place: --output is for assemblies.";
            return has(_restore) && (has(_assemblies) || has(_noReapply) || has(_dryRun) || _selection.All.Any(has)) ? "--restore takes no other option." : null;
        }

        if (has(_restore) || has(_assemblies) || has(_noReapply) || has(_harmony))
            return "--restore, --assembly, --no-reapply and --harmony are for folders.";
        return has(_output) || has(_dryRun) ? null : "Name the assembly to write with --output.";
    }

    private WeaveDocument WeaveProcess(ParseResult parse, Presenter presenter)
    {
        var id = parse.GetValue(_process);
        var output = parse.GetRequiredValue(_output)!.FullName;
        var result = presenter.Wait($"Weaving process {id}", () => new GhostWeaver(id, StubNow(parse), parse.GetValue(_onRestart)).Weave(output, Request(parse, output)));
        return Describe(output, result) with { ProcessId = id, Output = result.Outcome == FolderOutcome.Woven ? output : null };
    }

    private WeaveDocument WeaveForHarmony(ParseResult parse, Presenter presenter, string input)
    {
        var output = parse.GetRequiredValue(_output)!.FullName;
        var result = presenter.Wait($"Weaving a copy of {input}", () => HarmonyFolder.Weave(input, output, Request(parse, output)));
        return Describe(input, result) with { Output = result.Outcome == FolderOutcome.Woven ? output : null };
    }

    private bool? StubNow(ParseResult parse) => parse.GetValue(_stubs) is { } when ? when == "now" : null;

    private WeaveDocument WeaveFile(ParseResult parse, string input)
    {
        var path = Path.GetFullPath(input);
        var output = parse.GetValue(_output)?.FullName;
        var request = new WeaveRequest
        {
            InputPath = path,
            OutputPath = output ?? path,
            References = _selection.References(parse),
            Selection = _selection.Selection(parse),
            SmallMethods = _selection.SmallMethods(parse),
            WaitingLoops = _selection.WaitingLoops(parse),
            StrongNameKeyPath = _selection.Key(parse),
            DryRun = parse.GetValue(_dryRun),
        };

        // Weaving nothing gives a copy of the input; whoever asks for weaving is not to find that under the name of the output.
        var isSure = request.DryRun || request.Selection.All;
        if (!isSure && AssemblyWeaver.Weave(request with { DryRun = true }) is { Outcome: WeaveOutcome.Failed or WeaveOutcome.NothingSelected } refused)
            return Describe(path, output, refused);
        return Describe(path, output, AssemblyWeaver.Weave(request));
    }

    private WeaveDocument Describe(string path, string? output, WeaveResult result)
    {
        var isDone = result.Outcome is not (WeaveOutcome.Failed or WeaveOutcome.NothingSelected);
        var messages = result.Diagnostics.Select(DiagnosticDocument.From);
        if (result.Outcome == WeaveOutcome.NothingSelected)
            messages = messages.Append(DiagnosticDocument.From(UseDiagnostics.NothingWoven.With(path)));
        return new WeaveDocument
        {
            Command = Name,
            Outcome = isDone ? AssemblyDocument.Word(result.Outcome) : "refused",
            ExitCode = isDone ? ExitCode.Done : ExitCode.Refused,
            Input = path,
            Output = isDone && result.Outcome != WeaveOutcome.Planned ? output : null,
            Assemblies = [AssemblyDocument.From(path, result)],
            Diagnostics = [.. messages],
        };
    }

    private FolderWeaveRequest Request(ParseResult parse, string folder) => new()
    {
        Folder = folder,
        Assemblies = parse.GetValue(_assemblies) ?? [],
        Selection = _selection.Selection(parse),
        SmallMethods = _selection.SmallMethods(parse),
        WaitingLoops = _selection.WaitingLoops(parse),
        KeyPath = _selection.Key(parse),
        References = _selection.References(parse),
        Reapply = !parse.GetValue(_noReapply),
        DryRun = parse.GetValue(_dryRun),
    };

    private WeaveDocument Describe(string input, FolderResult result) => new()
    {
        Command = Name,
        Outcome = result.Outcome switch
        {
            FolderOutcome.Woven => "woven",
            FolderOutcome.AlreadyWoven => "already-woven",
            FolderOutcome.Planned => "planned",
            FolderOutcome.Restored => "restored",
            _ => "refused",
        },
        ExitCode = result.Outcome == FolderOutcome.Refused ? ExitCode.Refused : ExitCode.Done,
        Input = Path.GetFullPath(input),
        Assemblies = [.. result.Assemblies.Select(a => AssemblyDocument.From(a.File, a.Result))],
        Files = result.Files,
        Diagnostics = [.. result.Diagnostics.Select(DiagnosticDocument.From)],
    };
}
