using System.CommandLine;
using System.CommandLine.Parsing;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Watching;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave apply</c>: puts a patch into a live process, or into several together.</summary>
internal sealed class ApplyCommand : CommandBase
{
    private readonly PatchArgument _patch = new();
    private readonly ProcessesOption _processes = new();
    private readonly Option<bool> _check = new("--check") { Description = "Say what would be done, and do not do it." };
    private readonly TurnOptions _turn = new();
    private readonly TrialOptions _trial = new();

    public ApplyCommand()
        : base("apply", "Puts a patch into a live process; its code is current when the command ends.")
    {
        _patch.AddTo(this);
        _processes.AddTo(this);
        Options.Add(_check);
        Validators.Add(result =>
        {
            if (result.GetValue(_check) && _trial.IsWaitedFor(result))
                result.AddError("--check starts no trial that --wait could wait for.");
            if (_processes.NamesSeveral(result) && IsForOne(result))
                result.AddError("--check and --wait are for one process.");
        });
        _turn.AddTo(this);
        _trial.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var ids = _processes.Read(parse);
        var patch = _patch.Read(parse);
        if (ids.Count > 1 && IsForOne(parse.CommandResult))
            throw new RefusedException(UseDiagnostics.OneAtATime.With("--check or --wait", string.Join(", ", ids)));
        if (ids is not [var id])
            return ApplyToAll(ids, new PrepareRequest(_patch.IsReclaimable(parse), patch) { AcceptOlder = _turn.Read(parse).AcceptOlder }, parse, presenter);
        if (parse.GetValue(_check))
            return presenter.Wait($"Checking in process {id}", () => Ask(id, "checked", new CheckRequest(_patch.IsReclaimable(parse), _turn.Read(parse), patch)));
        var request = new ApplyRequest(_patch.IsReclaimable(parse), _turn.Read(parse), patch, _trial.Read(parse));
        return _trial.IsWaitedFor(parse)
            ? TrialWait.Follow(TrialWait.Begin(() => Apply(id, request, presenter)), presenter)
            : Apply(id, request, presenter);
    }

    private bool IsForOne(CommandResult result) => result.GetValue(_check) || _trial.IsWaitedFor(result);

    private GroupDocument ApplyToAll(IReadOnlyList<int> ids, PrepareRequest request, ParseResult parse, Presenter presenter)
    {
        var group = new ProcessGroup(ids, ProcessGroup.AskLive);
        var isDone = presenter.Wait($"Applying to {ids.Count} processes", () => group.Apply(request, _turn.Read(parse), _trial.Read(parse)));
        return new GroupDocument
        {
            Command = Name,
            Outcome = isDone ? "applied" : "refused",
            ExitCode = isDone ? ExitCode.Done : ExitCode.Refused,
            Processes = [.. group.Outcomes.Select(Line)],
            Diagnostics = [.. group.Messages.Select(DiagnosticDocument.From)],
        };
    }

    private static GroupLine Line(ProcessOutcome outcome)
    {
        var turn = (outcome.Reply as SwapDocument)?.Report;
        return new GroupLine(outcome.ProcessId, outcome.Outcome, turn?.From, turn?.To, turn?.Mode, turn?.Warnings ?? []);
    }

    private SwapDocument Apply(int id, ApplyRequest request, Presenter presenter)
    {
        using var progress = new TurnProgress(id);
        return presenter.Wait($"Applying to process {id}", () => Ask(id, "applied", request), progress.Ask);
    }

    private SwapDocument Ask(int id, string outcome, ControlMessage request) => ProcessReport.Ask<SwapDocument>(id, request, Name, outcome);
}
