using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Output;
using HotWeave.Tool.Watching;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave apply</c>: puts a patch into a live process.</summary>
internal sealed class ApplyCommand : CommandBase
{
    private readonly PatchArgument _patch = new();
    private readonly Option<int> _process = ProcessOption.Create();
    private readonly Option<bool> _check = new("--check") { Description = "Say what would be done, and do not do it." };
    private readonly TurnOptions _turn = new();
    private readonly TrialOptions _trial = new();

    public ApplyCommand()
        : base("apply", "Puts a patch into a live process; its code is current when the command ends.")
    {
        _patch.AddTo(this);
        Options.Add(_process);
        Options.Add(_check);
        Validators.Add(result =>
        {
            if (result.GetValue(_check) && _trial.IsWaitedFor(result))
                result.AddError("--check starts no trial that --wait could wait for.");
        });
        _turn.AddTo(this);
        _trial.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = parse.GetValue(_process);
        var patch = _patch.Read(parse);
        if (parse.GetValue(_check))
            return presenter.Wait($"Checking in process {id}", () => Ask(id, "checked", new CheckRequest(_patch.IsReclaimable(parse), _turn.Read(parse), patch)));
        var swap = Apply(id, new ApplyRequest(_patch.IsReclaimable(parse), _turn.Read(parse), patch, _trial.Read(parse)), presenter);
        return _trial.IsWaitedFor(parse) ? TrialWait.Follow(swap, presenter) : swap;
    }

    private SwapDocument Apply(int id, ApplyRequest request, Presenter presenter)
    {
        using var progress = new TurnProgress(id);
        return presenter.Wait($"Applying to process {id}", () => Ask(id, "applied", request), progress.Ask);
    }

    private SwapDocument Ask(int id, string outcome, ControlMessage request)
    {
        return SwapReport.Create(Name, outcome, id, LiveProcess.Ask<SwapReply>(id, request));
    }
}
