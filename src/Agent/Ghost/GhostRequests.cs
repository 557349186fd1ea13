using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Weaves loaded assemblies in memory. A patch finds them only when every stub is in force: until then they have no mark, and what fails
/// is taken back.
/// </summary>
internal static class GhostRequests
{
    // One at a time: two tools may ask at once.
    private static readonly object s_lock = new();
    private static OldActivations? s_woven;

    /// <summary>Weaves, and says how it ended.</summary>
    public static GhostReply Weave(GhostRequest request)
    {
        lock (s_lock)
        {
            var library = NativeGhost.Load(request.Library);
            if (!library.IsAttached)
                return Describe(new GhostAnswer { Step = GhostStep.Attach }, "");
            GhostRuntime.Load(request.Runtime);
            foreach (var module in request.Modules)
                LoadedModule.Load(module.Assembly, Guid.Parse(module.Mvid));
            var errors = library.CountErrors();
            var woven = library.Weave(request.Plans);
            if (woven.Step != GhostStep.Done)
                return Describe(woven, "");
            if (StubCompiler.FindProblem(request.Modules, () => library.FindErrors(errors)) is not { } problem)
                return Finish(library, woven, new OldActivations(library, request.Modules));
            var reverted = library.Revert();
            return Describe(woven with { Step = GhostStep.Compile }, reverted.Step == GhostStep.Done ? problem : problem + " The old code could not be put back.");
        }
    }

    /// <summary>What threads run in code from before the weaving; nothing where nothing was woven.</summary>
    public static IReadOnlyList<OldActivation> FindRunning()
    {
        lock (s_lock)
            return s_woven?.Find() ?? [];
    }

    /// <summary>Whether this agent wove the process.</summary>
    public static bool HasWoven
    {
        get
        {
            lock (s_lock)
                return s_woven is not null;
        }
    }

    private static GhostReply Finish(NativeGhost library, GhostAnswer woven, OldActivations activations)
    {
        var marked = library.Mark();
        if (marked.Step != GhostStep.Done)
            return Describe(marked, "");
        s_woven = activations;
        return Describe(woven, "") with { Running = activations.Find() };
    }

    private static GhostReply Describe(GhostAnswer answer, string problem) => new(
        (int)answer.Step, answer.Result, answer.Plan, answer.Method, answer.Methods, answer.DefineTime, answer.RequestTime, problem);
}
