using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>Does what control requests and dashboards ask through <see cref="HotSwap"/>, and passes on what it reports.</summary>
internal static class SwapRequests
{
    /// <param name="request">What is asked.</param>
    /// <param name="requester">Who asks, for the audit.</param>
    /// <param name="cancellationToken">Signalled when who asks has gone.</param>
    /// <param name="ask">Asks who asks something back; null where nobody would reply.</param>
    public static async Task<ControlMessage> HandleAsync(
        ControlMessage request, string requester, CancellationToken cancellationToken, Func<ControlMessage, ControlMessage?>? ask = null)
    {
        try
        {
            using var scope = HotSwap.OnBehalfOf(requester);
            return request switch
            {
                StatusRequest => new ControlReport(HotSwap.GetStatus().ToJson()),
                ApplyRequest apply => await ApplyAsync(apply, ask, cancellationToken).ConfigureAwait(false),
                CheckRequest check => await CheckAsync(check, ask, cancellationToken).ConfigureAwait(false),
                PrepareRequest prepare => await PrepareAsync(prepare, cancellationToken).ConfigureAwait(false),
                CommitRequest commit => await CommitAsync(HotSwap.FindPrepared(commit.PatchId), commit.Terms, commit.Trial, ask, cancellationToken)
                    .ConfigureAwait(false),
                DiscardRequest discard => Discard(HotSwap.FindPrepared(discard.PatchId)),
                ConfirmRequest confirm => await ConfirmAsync(confirm, cancellationToken).ConfigureAwait(false),
                PurgeRequest purge => await PurgeAsync(purge, cancellationToken).ConfigureAwait(false),
                RollbackRequest rollback => await RollbackAsync(rollback, ask, cancellationToken).ConfigureAwait(false),
                CancelRequest => new CancelReply(HotSwap.CancelOperations()),
                PromoteRequest => new ControlReport((await HotSwap.PromoteAsync(cancellationToken).ConfigureAwait(false)).ToJson()),
                ReverseRequest => new ControlReport((await HotSwap.ReverseAsync(cancellationToken).ConfigureAwait(false)).ToJson()),
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

    private static async Task<ControlMessage> ApplyAsync(
        ApplyRequest request, Func<ControlMessage, ControlMessage?>? ask, CancellationToken cancellationToken)
    {
        var patch = await HotSwap.PrepareAsync(request.Patch, Options(request.Terms, ask) with { Reclaimable = request.Reclaimable }, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CommitAsync(patch, request.Terms, request.Trial, ask, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // After a commit this does nothing; after a refusal nobody else would give the patch up.
            patch.Discard();
        }
    }

    private static async Task<ControlMessage> CommitAsync(
        PreparedPatch patch, TurnTerms terms, TrialTerms? trial, Func<ControlMessage, ControlMessage?>? ask, CancellationToken cancellationToken)
    {
        var options = Options(terms, ask) with { Reclaimable = patch.Reclaimable, Probation = TrialRequests.Options(trial) };
        return new ControlReport((await patch.CommitAsync(options, cancellationToken).ConfigureAwait(false)).ToJson());
    }

    private static async Task<ControlMessage> CheckAsync(
        CheckRequest request, Func<ControlMessage, ControlMessage?>? ask, CancellationToken cancellationToken)
    {
        var options = Options(request.Terms, ask) with { Reclaimable = request.Reclaimable };
        return new ControlReport((await HotSwap.CheckAsync(request.Patch, options, cancellationToken).ConfigureAwait(false)).ToJson());
    }

    private static async Task<ControlMessage> PrepareAsync(PrepareRequest request, CancellationToken cancellationToken)
    {
        var options = new SwapOptions { Reclaimable = request.Reclaimable, AcceptOlder = request.AcceptOlder };
        return Report(await HotSwap.PrepareAsync(request.Patch, options, cancellationToken).ConfigureAwait(false));
    }

    private static ControlReport Discard(PreparedPatch patch)
    {
        patch.Discard();
        return Report(patch);
    }

    private static ControlReport Report(PreparedPatch patch) => new(patch.Describe().ToJson());

    private static async Task<ControlMessage> ConfirmAsync(ConfirmRequest request, CancellationToken cancellationToken)
    {
        VersionNumber? version = request.Version is { } number ? new VersionNumber(number) : null;
        return new ControlReport((await HotSwap.ConfirmAsync(version, cancellationToken).ConfigureAwait(false)).ToJson());
    }

    private static async Task<ControlMessage> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        VersionNumber? version = request.Version is { } number ? new VersionNumber(number) : null;
        var options = new PurgeOptions { Soft = request.IsSoft, Timeout = Timeout(request.Timeout), Version = version };
        return new ControlReport((await HotSwap.PurgeAsync(options, cancellationToken).ConfigureAwait(false)).ToJson());
    }

    private static async Task<ControlMessage> RollbackAsync(
        RollbackRequest request, Func<ControlMessage, ControlMessage?>? ask, CancellationToken cancellationToken)
    {
        VersionNumber? to = request.To is { } number ? new VersionNumber(number) : null;
        return new ControlReport((await HotSwap.RollbackAsync(to, Options(request.Terms, ask), cancellationToken).ConfigureAwait(false)).ToJson());
    }

    // The tool checks what an operator types, so what is no mode is the default here.
    private static SwapOptions Options(TurnTerms terms, Func<ControlMessage, ControlMessage?>? ask)
    {
        var options = Options(terms);
        return terms.IfNoneAlive && ask is not null ? HeapCensuses.AddCensusTo(options, ask) : options;
    }

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

    // SwapException's message begins with its code, which has a place of its own in a refusal.
    private static string WithoutCode(SwapException e) =>
        e.Message.StartsWith(e.Code + ": ", StringComparison.Ordinal) ? e.Message[(e.Code.Length + 2)..] : e.Message;
}
