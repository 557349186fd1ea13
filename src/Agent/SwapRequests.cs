using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>Does what control requests ask through <see cref="HotSwap"/>, and puts the results into messages.</summary>
internal static class SwapRequests
{
    public static ControlMessage Handle(ControlMessage request)
    {
        try
        {
            // Waiting blocks this session's own thread only.
            return request switch
            {
                StatusRequest => Report(HotSwap.GetStatus()),
                ApplyRequest apply => ApplyAsync(apply).GetAwaiter().GetResult(),
                RollbackRequest rollback => RollbackAsync(rollback).GetAwaiter().GetResult(),
                ReverseRequest => Report(HotSwap.ReverseAsync().GetAwaiter().GetResult()),
                _ => new Refusal(ControlCodes.ProtocolMismatch, $"'{request.GetType().Name}' is no request"),
            };
        }
        catch (SwapException e)
        {
            return new Refusal(e.Code, WithoutCode(e));
        }
    }

    private static async Task<ControlMessage> ApplyAsync(ApplyRequest request)
    {
        var patch = await HotSwap.PrepareAsync(request.Patch, Options(request.Terms) with { Reclaimable = request.Reclaimable }).ConfigureAwait(false);
        try
        {
            var result = await patch.CommitAsync().ConfigureAwait(false);
            return new SwapReply(
                result.From.Value,
                result.To.Value,
                patch.Id,
                patch.FromLabel,
                patch.ToLabel,
                result.Mode.ToString(),
                result.ModeReason ?? "",
                result.Types,
                patch.Edits,
                patch.Remarks,
                result.Warnings);
        }
        finally
        {
            // After a commit this does nothing; after a refusal nobody else would give the patch up.
            patch.Discard();
        }
    }

    private static async Task<ControlMessage> RollbackAsync(RollbackRequest request)
    {
        VersionNumber? to = request.To is { } number ? new VersionNumber(number) : null;
        return Report(await HotSwap.RollbackAsync(to, Options(request.Terms)).ConfigureAwait(false));
    }

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
        Timeout = terms.Timeout > 0 ? TimeSpan.FromMilliseconds(Math.Min(terms.Timeout, 86_400_000)) : null,
        CancelUnits = terms.CancelUnits,
    };

    private static StatusReply Report(SwapStatus status)
    {
        var versions = new List<VersionReport>();
        foreach (var version in status.Versions)
            versions.Add(Report(version));
        var assemblies = new List<WovenAssemblyReport>();
        foreach (var assembly in status.Assemblies)
            assemblies.Add(new WovenAssemblyReport(assembly.Name, assembly.BaselineId, assembly.LoadContext, assembly.SwappableTypes));
        const int shown = 100;
        var units = new List<UnitLine>();
        for (var i = 0; i < status.Units.Count && i < shown; i++)
            units.Add(Report(status.Units[i]));
        return new StatusReply(
            status.Current.Value, status.Operation ?? "", versions, assemblies, units, status.Units.Count, status.Waiting?.Waiting ?? -1, status.NotKnown);
    }

    private static UnitLine Report(UnitStatus unit) =>
        new(unit.Name, (long)unit.Age.TotalMilliseconds, unit.Version.Value, unit.Moved, unit.Cancelled);

    private static VersionReport Report(VersionStatus version) => new(
        version.Number.Value,
        version.State.ToString().ToLowerInvariant(),
        version.PatchId ?? "",
        version.FromLabel,
        version.ToLabel,
        version.Reclaimable,
        version.Types);

    // SwapException's message begins with its code, which has a place of its own in a refusal.
    private static string WithoutCode(SwapException e) =>
        e.Message.StartsWith(e.Code + ": ", StringComparison.Ordinal) ? e.Message[(e.Code.Length + 2)..] : e.Message;
}
