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
        var patch = await HotSwap.PrepareAsync(request.Patch, new SwapOptions { Reclaimable = request.Reclaimable }).ConfigureAwait(false);
        try
        {
            var result = await patch.CommitAsync().ConfigureAwait(false);
            return new SwapReply(
                result.From.Value,
                result.To.Value,
                patch.Id,
                patch.FromLabel,
                patch.ToLabel,
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
        var result = await HotSwap.RollbackAsync(to).ConfigureAwait(false);
        return new SwapReply(result.From.Value, result.To.Value, "", "", "", result.Types, [], [], result.Warnings);
    }

    private static StatusReply Report(SwapStatus status)
    {
        var versions = new List<VersionReport>();
        foreach (var version in status.Versions)
            versions.Add(Report(version));
        var assemblies = new List<WovenAssemblyReport>();
        foreach (var assembly in status.Assemblies)
            assemblies.Add(new WovenAssemblyReport(assembly.Name, assembly.BaselineId, assembly.LoadContext, assembly.SwappableTypes));
        return new StatusReply(status.Current.Value, status.Operation ?? "", versions, assemblies);
    }

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
