using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>Does what control requests ask through <see cref="HotSwap"/>, and puts the results into messages.</summary>
internal static class SwapRequests
{
    /// <param name="request">What is asked.</param>
    /// <param name="requester">Who asks, for the audit.</param>
    /// <param name="cancellationToken">Signalled when who asks has gone.</param>
    public static ControlMessage Handle(ControlMessage request, string requester, CancellationToken cancellationToken)
    {
        try
        {
            using var scope = HotSwap.OnBehalfOf(requester);
            // Waiting blocks this session's own thread only.
            return request switch
            {
                StatusRequest => Report(HotSwap.GetStatus()),
                ApplyRequest apply => ApplyAsync(apply, cancellationToken).GetAwaiter().GetResult(),
                CheckRequest check => CheckAsync(check, cancellationToken).GetAwaiter().GetResult(),
                PrepareRequest prepare => PrepareAsync(prepare, cancellationToken).GetAwaiter().GetResult(),
                CommitRequest commit => CommitAsync(HotSwap.FindPrepared(commit.PatchId), commit.Terms, commit.Trial, cancellationToken).GetAwaiter().GetResult(),
                DiscardRequest discard => Discard(HotSwap.FindPrepared(discard.PatchId)),
                ConfirmRequest confirm => ConfirmAsync(confirm, cancellationToken).GetAwaiter().GetResult(),
                PurgeRequest purge => PurgeAsync(purge, cancellationToken).GetAwaiter().GetResult(),
                RollbackRequest rollback => RollbackAsync(rollback, cancellationToken).GetAwaiter().GetResult(),
                CancelRequest => new CancelReply(HotSwap.CancelOperations()),
                PromoteRequest => Report(HotSwap.PromoteAsync(cancellationToken).GetAwaiter().GetResult()),
                ReverseRequest => Report(HotSwap.ReverseAsync(cancellationToken).GetAwaiter().GetResult()),
                _ => new Refusal(ControlCodes.ProtocolMismatch, $"'{request.GetType().Name}' is no request"),
            };
        }
        catch (SwapException e)
        {
            return new Refusal(e.Code, WithoutCode(e)) { IsNothingToDo = e.Kind == SwapFailureKind.NothingToDo };
        }
        catch (OperationCanceledException)
        {
            return new Refusal(ControlCodes.Cancelled, "The operation was cancelled. Nothing has changed.");
        }
    }

    private static async Task<ControlMessage> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken)
    {
        var patch = await HotSwap.PrepareAsync(request.Patch, Options(request.Terms) with { Reclaimable = request.Reclaimable }, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CommitAsync(patch, request.Terms, request.Trial, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // After a commit this does nothing; after a refusal nobody else would give the patch up.
            patch.Discard();
        }
    }

    private static async Task<ControlMessage> CommitAsync(
        PreparedPatch patch, TurnTerms terms, TrialTerms? trial, CancellationToken cancellationToken)
    {
        var options = Options(terms) with { Reclaimable = patch.Reclaimable, Probation = TrialRequests.Options(trial) };
        return Report(await patch.CommitAsync(options, cancellationToken).ConfigureAwait(false), patch);
    }

    private static async Task<ControlMessage> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var options = Options(request.Terms) with { Reclaimable = request.Reclaimable };
        var found = await HotSwap.CheckAsync(request.Patch, options, cancellationToken).ConfigureAwait(false);
        return Report(new SwapResult(found.From, found.To, found.Patch.Id, found.Types, found.Warnings, found.Mode, found.ModeReason), found.Patch);
    }

    private static async Task<ControlMessage> PrepareAsync(PrepareRequest request, CancellationToken cancellationToken) =>
        new PreparedReply(Report(
            await HotSwap.PrepareAsync(request.Patch, new SwapOptions { Reclaimable = request.Reclaimable, AcceptOlder = request.AcceptOlder }, cancellationToken).ConfigureAwait(false)));

    private static PreparedReply Discard(PreparedPatch patch)
    {
        patch.Discard();
        return new PreparedReply(Report(patch));
    }

    private static async Task<ControlMessage> ConfirmAsync(ConfirmRequest request, CancellationToken cancellationToken)
    {
        VersionNumber? version = request.Version is { } number ? new VersionNumber(number) : null;
        var done = await HotSwap.ConfirmAsync(version, cancellationToken).ConfigureAwait(false);
        return new ConfirmReply(done.Version.Value, done.Patches, done.Folder ?? "", done.Warnings);
    }

    private static async Task<ControlMessage> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        VersionNumber? version = request.Version is { } number ? new VersionNumber(number) : null;
        var options = new PurgeOptions { Soft = request.IsSoft, Timeout = Timeout(request.Timeout), Version = version };
        var versions = new List<PurgedReport>();
        var result = await HotSwap.PurgeAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var purged in result.Versions)
            versions.Add(new PurgedReport(purged.Number.Value, Word(purged.Outcome), Report(purged.Units), purged.Units.Count));
        return new PurgeReply(versions, result.Warnings);
    }

    private static string Word(PurgeOutcome outcome) =>
        outcome == PurgeOutcome.StillReferenced ? "still-referenced" : outcome.ToString().ToLowerInvariant();

    private static async Task<ControlMessage> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        VersionNumber? to = request.To is { } number ? new VersionNumber(number) : null;
        return Report(await HotSwap.RollbackAsync(to, Options(request.Terms), cancellationToken).ConfigureAwait(false));
    }

    private static SwapReply Report(SwapResult result, PreparedPatch patch) => Report(result) with
    {
        PatchId = patch.Id,
        FromLabel = patch.FromLabel,
        ToLabel = patch.ToLabel,
        Edits = patch.Edits,
        Remarks = patch.Remarks,
    };

    private static PreparedReport Report(PreparedPatch patch) =>
        new(patch.Id, patch.FromLabel, patch.ToLabel, patch.Reclaimable, patch.Types, patch.AddedTypes, patch.Edits, patch.Remarks);

    private static SwapReply Report(SwapResult result) =>
        new(result.From.Value, result.To.Value, "", "", "", result.Mode.ToString(), result.ModeReason ?? "", result.Types, [], [], result.Warnings);

    // The tool checks what an operator types, so what is no mode is the default here.
    private static SwapOptions Options(TurnTerms terms) => new()
    {
        Mode = terms.Mode switch
        {
            nameof(SwapMode.Immediate) => SwapMode.Immediate,
            nameof(SwapMode.UnitOfWork) => SwapMode.UnitOfWork,
            nameof(SwapMode.Quiescent) => SwapMode.Quiescent,
            _ => null,
        },
        Timeout = Timeout(terms.Timeout),
        CancelUnits = terms.CancelUnits,
        SharedState = terms.SharedState,
        AcceptState = terms.AcceptState,
        AcceptOutsideCalls = terms.AcceptOutsideCalls,
        AcceptOlder = terms.AcceptOlder,
    };

    private static TimeSpan? Timeout(int milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, 86_400_000)) : null;

    private static StatusReply Report(SwapStatus status)
    {
        var versions = new List<VersionReport>();
        foreach (var version in status.Versions)
            versions.Add(Report(version));
        var assemblies = new List<WovenAssemblyReport>();
        foreach (var assembly in status.Assemblies)
            assemblies.Add(new WovenAssemblyReport(assembly.Name, assembly.BaselineId, assembly.LoadContext, assembly.SwappableTypes, assembly.PatchId ?? ""));
        var prepared = new List<PreparedReport>();
        foreach (var patch in HotSwap.GetPrepared())
            prepared.Add(Report(patch));
        var loops = new List<LoopLine>();
        foreach (var loop in status.Loops)
            loops.Add(new LoopLine(loop.Method, loop.Version.Value, loop.Running));
        return new StatusReply(
            status.Current.Value, status.Operation ?? "", versions, assemblies, Report(status.Units), status.Units.Count, status.Waiting?.Waiting ?? -1, status.NotKnown, prepared, TrialRequests.Report(status.Trial),
            status.Forgotten, new RetainedReport(status.Retained.Patches, status.Retained.Assemblies, status.Retained.Bytes), loops)
        {
            StartProblem = status.StartProblem ?? "",
            Trust = status.Trust ?? "",
            AuditLog = status.AuditLog ?? "",
        };
    }

    private static List<UnitLine> Report(IReadOnlyList<UnitStatus> units)
    {
        const int shown = 100;
        var lines = new List<UnitLine>();
        for (var i = 0; i < units.Count && i < shown; i++)
            lines.Add(Report(units[i]));
        return lines;
    }

    private static UnitLine Report(UnitStatus unit) =>
        new(unit.Name, (long)unit.Age.TotalMilliseconds, unit.Version.Value, unit.Moved, unit.Cancelled);

    private static VersionReport Report(VersionStatus version) => new(
        version.Number.Value,
        version.State == VersionState.RolledBack ? "rolled-back" : version.State.ToString().ToLowerInvariant(),
        version.PatchId ?? "",
        version.FromLabel,
        version.ToLabel,
        version.Reclaimable,
        version.Bytes,
        version.Confirmed,
        version.Types,
        version.HeldBy)
    {
        SignedBy = version.SignedBy,
    };

    // SwapException's message begins with its code, which has a place of its own in a refusal.
    private static string WithoutCode(SwapException e) =>
        e.Message.StartsWith(e.Code + ": ", StringComparison.Ordinal) ? e.Message[(e.Code.Length + 2)..] : e.Message;
}
