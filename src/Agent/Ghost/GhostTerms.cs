using HotWeave.Control.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Control.Ghost;

/// <summary>Says which woven assemblies were woven in memory, and refuses patches that such a process would take in part only.</summary>
internal static class GhostTerms
{
    /// <summary>Whether an assembly was woven in memory.</summary>
    public static bool IsGhost(WovenAssemblyStatus assembly) => Has(assembly, "ghost");

    /// <summary>Whether any was.</summary>
    public static bool AnyGhost(SwapStatus status)
    {
        foreach (var assembly in status.Assemblies)
        {
            if (IsGhost(assembly))
                return true;
        }

        return false;
    }

    /// <summary>What such processes answer to a request by themselves; null where it is done as in any other.</summary>
    public static ControlMessage? Answer(ControlMessage request) => request is GhostStatusRequest
        ? new GhostStatusReply(AnyGhost(HotSwap.GetStatus()), GhostRequests.FindRunning())
        : FindRefusal(request);

    /// <summary>Why a patch is not taken now; null where it is, or where no patch is meant.</summary>
    public static Refusal? FindRefusal(ControlMessage request)
    {
        var terms = request switch
        {
            ApplyRequest apply => apply.Terms,
            CheckRequest check => check.Terms,
            CommitRequest commit => commit.Terms,
            _ => null,
        };
        if (terms is null or { AcceptInlined: true })
            return null;
        if (!GhostRequests.HasWoven)
            return AnyToLookAt(HotSwap.GetStatus()) ? new Refusal(ControlCodes.RunsInlined, "only the version of the tool that wove it can look") : null;
        if (GhostRequests.FindRunning() is not { Count: > 0 } running)
            return null;
        var methods = new List<string>();
        foreach (var activation in running)
            methods.Add(activation.Describe());
        return new Refusal(ControlCodes.RunsInlined, string.Join("; ", methods));
    }

    // Where Harmony wove, it was looked then at what may have methods inlined.
    private static bool AnyToLookAt(SwapStatus status)
    {
        foreach (var assembly in status.Assemblies)
        {
            if (IsGhost(assembly) && !Has(assembly, "harmony"))
                return true;
        }

        return false;
    }

    private static bool Has(WovenAssemblyStatus assembly, string setting)
    {
        foreach (var part in assembly.Settings.Split(';'))
        {
            if (part == setting)
                return true;
        }

        return false;
    }
}
