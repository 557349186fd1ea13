using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Weaves loaded assemblies in memory: types and marks first, stubs when a patch needs them. What fails before there are marks leaves no trace
/// that a patch could find.
/// </summary>
internal static class GhostRequests
{
    // One at a time: two tools may ask at once. The woven process, if any, is published once it is woven.
    private static readonly object s_lock = new();
    private static volatile WovenProcess? s_woven;

    /// <summary>Weaves, and says how it ended.</summary>
    public static GhostReply Weave(GhostRequest request)
    {
        lock (s_lock)
        {
            if (s_woven is not null)
                return Describe(new GhostAnswer { Step = GhostStep.IsWoven }, "");
            var library = NativeGhost.Load(request.Library);
            if (!library.IsAttached)
                return Describe(new GhostAnswer { Step = GhostStep.Attach }, "");
            var woven = new WovenProcess(library, request.Modules);
            if (request.StubNow)
                woven.LoadAll();
            var defined = woven.Define();
            if (defined.Step != GhostStep.Done)
                return Describe(defined, "");
            GhostRuntime.Load(request.Runtime);
            if (request.StubNow && woven.Stubs.AddAll() is { } problem)
                return Describe(new GhostAnswer { Step = GhostStep.Compile }, problem);
            var marked = woven.Mark();
            if (marked.Step != GhostStep.Done)
                return Describe(marked, "");
            NameFolder(request.Patches);
            s_woven = woven;
            LoadedStubs.Provide(woven);
            return Describe(defined, "") with { Stubs = woven.Stubs.Counts, Running = woven.Activations.Find() };
        }
    }

    /// <summary>What threads run in code from before the weaving; nothing where nothing was woven.</summary>
    public static IReadOnlyList<OldActivation> FindRunning() => s_woven?.Activations.Find() ?? [];

    /// <summary>What became of stubs.</summary>
    public static StubCounts CountStubs() => s_woven?.Stubs.Counts ?? StubCounts.None;

    /// <summary>Whether this agent wove the process.</summary>
    public static bool HasWoven => s_woven is not null;

    // The application's own setting, of its environment or its files, goes before ours.
    private static void NameFolder(string patches)
    {
        const string Setting = "HotWeave.Patches";
        if (patches.Length > 0 && AppContext.GetData(Setting) is null && Environment.GetEnvironmentVariable("HOTWEAVE_PATCHES") is null or "")
            AppContext.SetData(Setting, patches);
    }

    private static GhostReply Describe(GhostAnswer answer, string problem) =>
        new((int)answer.Step, answer.Result, answer.Plan, answer.Method, answer.DefineTime, problem);
}
