using HotWeave.Control.Protocol;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands;

/// <summary>
/// Several live processes that take a patch together: all prepare it, and only when all have is it made current, one after the other; where one
/// cannot, those before it go back.
/// </summary>
internal sealed class ProcessGroup
{
    private const string InForce = "in-force";

    private readonly Func<int, ControlMessage, Document> _ask;
    private readonly List<ProcessOutcome> _outcomes;
    private readonly List<Diagnostic> _messages = [];

    /// <param name="ids">The processes, none twice.</param>
    /// <param name="ask">Asks a process; throws what it refuses.</param>
    public ProcessGroup(IEnumerable<int> ids, Func<int, ControlMessage, Document> ask)
    {
        _ask = ask;
        _outcomes = [.. ids.Select(static id => new ProcessOutcome(id, "untouched"))];
    }

    /// <summary>What became of each process, in the order in which they were named.</summary>
    public IReadOnlyList<ProcessOutcome> Outcomes => _outcomes;

    /// <summary>What went wrong.</summary>
    public IReadOnlyList<Diagnostic> Messages => _messages;

    /// <summary>Asks a live process.</summary>
    public static Document AskLive(int id, ControlMessage request) => request is PrepareRequest or DiscardRequest
        ? ProcessReport.Ask<PreparedDocument>(id, request, "apply", "prepared")
        : ProcessReport.Ask<SwapDocument>(id, request, "apply", "applied");

    /// <summary>Applies a patch in all of them.</summary>
    /// <returns>Whether all have it.</returns>
    public bool Apply(PrepareRequest prepare, TurnTerms terms, TrialTerms? trial)
    {
        for (var index = 0; index < _outcomes.Count; index++)
        {
            if (!Try(index, prepare, "refused", id => UseDiagnostics.GroupRefused.With(id)))
            {
                GiveUp();
                return false;
            }

            if (_outcomes[index].Outcome != InForce)
                _outcomes[index] = _outcomes[index] with { Outcome = "prepared", PatchId = ((PreparedDocument)_outcomes[index].Reply!).Report.PatchId };
        }

        for (var index = 0; index < _outcomes.Count; index++)
        {
            if (_outcomes[index].Outcome == InForce)
                continue;
            if (Try(index, new CommitRequest(_outcomes[index].PatchId, terms, trial), "not-applied", id => UseDiagnostics.GroupNotCommitted.With(id)))
            {
                if (_outcomes[index].Outcome == "prepared")
                    _outcomes[index] = _outcomes[index] with { Outcome = "applied" };
                continue;
            }

            TakeBack(terms);
            GiveUp();
            return false;
        }

        return true;
    }

    // Neither fails for what the other processes did, so each is tried whatever became of the one before.
    private void TakeBack(TurnTerms terms)
    {
        for (var index = 0; index < _outcomes.Count; index++)
        {
            if (_outcomes[index] is not { Outcome: "applied", Reply: SwapDocument { Report: var applied } })
                continue;
            if (Try(index, new RollbackRequest(applied.From, terms), "applied", id => UseDiagnostics.GroupNotBack.With(id, applied.To)))
                _outcomes[index] = _outcomes[index] with { Outcome = "rolled-back" };
        }
    }

    private void GiveUp()
    {
        for (var index = 0; index < _outcomes.Count; index++)
        {
            if (_outcomes[index].Outcome is "prepared" && Try(index, new DiscardRequest(_outcomes[index].PatchId), "prepared", id => UseDiagnostics.GroupNotDiscarded.With(id)))
                _outcomes[index] = _outcomes[index] with { Outcome = "discarded" };
        }
    }

    private bool Try(int index, ControlMessage request, string otherwise, Func<int, Diagnostic> problem)
    {
        var outcome = _outcomes[index];
        try
        {
            _outcomes[index] = outcome with { Reply = _ask(outcome.ProcessId, request) };
            return true;
        }
        catch (RefusedException e) when (e.IsNothingToDo && request is PrepareRequest or CommitRequest)
        {
            // What was prepared there is of no use any more.
            if (outcome.Outcome == "prepared")
                Try(index, new DiscardRequest(outcome.PatchId), "prepared", id => UseDiagnostics.GroupNotDiscarded.With(id));
            _outcomes[index] = outcome with { Outcome = InForce };
            return true;
        }
        catch (RefusedException e)
        {
            _messages.Add(problem(outcome.ProcessId));
            _messages.Add(e.Diagnostic);
            _outcomes[index] = outcome with { Outcome = otherwise };
            return false;
        }
    }
}

/// <summary>What became of one process of a group.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Outcome"><c>applied</c>; <c>in-force</c>: it had the patch already; <c>refused</c>, <c>not-applied</c>: the patch could not
/// be prepared or made current there; <c>rolled-back</c>, <c>discarded</c>: undone for the sake of the others; <c>untouched</c>.</param>
internal sealed record ProcessOutcome(int ProcessId, string Outcome)
{
    /// <summary>The patch's digest, once it is prepared.</summary>
    public string PatchId { get; init; } = "";

    /// <summary>What it answered last.</summary>
    public Document? Reply { get; init; }
}
