using HotWeave.Control.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Control.Ghost;

/// <summary>Says which woven assemblies were woven in memory, and refuses patches that such a process would take in part only.</summary>
internal static class GhostTerms
{
<<<<<<< HEAD
    /// <summary>Whether an assembly was woven in memory.</summary>
    public static bool IsGhost(WovenAssemblyStatus assembly) => Has(assembly, "ghost");

    /// <summary>Whether any was.</summary>
=======
    // The mark of a loaded assembly says so; that of the copy does not, which is started with all its stubs.
    private const string LivePart = "live";

    /// <summary>Whether any was. Asked for by every patch, so with what trimmed applications have.</summary>
>>>>>>> 0afadf2 (Give ghosts stubs when a patch needs them, and weave single files)
    public static bool AnyGhost(SwapStatus status)
    {
        foreach (var assembly in status.Assemblies)
        {
            foreach (var part in assembly.Settings.Split(';'))
            {
                if (part == LivePart)
                    return true;
            }
        }

        return false;
    }

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
        if (!GhostRequests.HasWoven)
<<<<<<< HEAD
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
=======
            return AnyGhost(HotSwap.GetStatus()) ? new Refusal(ControlCodes.RunsInlined, "only the version of the tool that wove it can look") : null;
        return request is CheckRequest && GhostRequests.CountStubs().Batches > 0 ? RefuseForActivations(GhostRequests.FindRunning()) : null;
    }

    /// <summary>Refuses while there is any.</summary>
    public static Refusal? RefuseForActivations(IReadOnlyList<OldActivation> running) =>
        running.Count == 0 ? null : new Refusal(ControlCodes.RunsInlined, string.Join("; ", running.Select(static a => a.Describe())));
>>>>>>> 0afadf2 (Give ghosts stubs when a patch needs them, and weave single files)
}
