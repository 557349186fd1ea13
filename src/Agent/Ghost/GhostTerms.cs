using HotWeave.Control.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Control.Ghost;

/// <summary>Says which woven assemblies were woven in memory, and refuses patches that such a process would take in part only.</summary>
internal static class GhostTerms
{
    // The mark of a loaded assembly says so; that of the copy does not, which is started with all its stubs.
    private const string LivePart = "live";
    private const string HarmonyPart = "harmony";

    /// <summary>Whether any was. Asked for by every patch, so with what trimmed applications have.</summary>
    public static bool AnyGhost(SwapStatus status) => Any(status, LivePart) || Any(status, HarmonyPart);

    /// <summary>What such processes answer to a request by themselves; null where it is done as in any other.</summary>
    public static ControlMessage? Answer(ControlMessage request) => request is GhostStatusRequest
        ? new GhostStatusReply(AnyGhost(HotSwap.GetStatus()), GhostRequests.CountStubs(), GhostRequests.FindRunning())
        : FindRefusal(request);

    /// <summary>
    /// Why what is asked is not done now; null where it is begun. Then a patch that comes is looked at again when its stubs are there, and
    /// before it is current.
    /// </summary>
    public static Refusal? FindRefusal(ControlMessage request)
    {
        var terms = request switch
        {
            ApplyRequest apply => apply.Terms,
            CheckRequest check => check.Terms,
            CommitRequest commit => commit.Terms,
            _ => null,
        };
        LoadedStubs.AskForActivations(terms is { AcceptInlined: false });
        if (terms is null or { AcceptInlined: true })
            return null;
        // Where Harmony wove, it was looked then at what may have methods inlined.
        if (!GhostRequests.HasWoven)
            return Any(HotSwap.GetStatus(), LivePart) ? new Refusal(ControlCodes.RunsInlined, "only the version of the tool that wove it can look") : null;
        return request is CheckRequest && GhostRequests.CountStubs().Batches > 0 ? RefuseForActivations(GhostRequests.FindRunning()) : null;
    }

    /// <summary>Refuses while there is any.</summary>
    public static Refusal? RefuseForActivations(IReadOnlyList<OldActivation> running)
    {
        if (running.Count == 0)
            return null;
        var described = new string[running.Count];
        for (var i = 0; i < described.Length; i++)
            described[i] = running[i].Describe();
        return new Refusal(ControlCodes.RunsInlined, string.Join("; ", described));
    }

    private static bool Any(SwapStatus status, string setting)
    {
        foreach (var assembly in status.Assemblies)
        {
            if (Array.IndexOf(assembly.Settings.Split(';'), setting) >= 0)
                return true;
        }

        return false;
    }
}
