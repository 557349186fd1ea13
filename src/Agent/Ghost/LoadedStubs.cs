using System.Reflection;
using HotWeave.Control.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Answers the runtime, which asks before each turn for stubs in the types that answer otherwise after it. The runtime knows no agent, and
/// another version's agent may be in the process later: what they have in common is one function of the framework's own types.
/// </summary>
internal static class LoadedStubs
{
    // HotWeave.Turning.MemoryStubs has the same word.
    private const string Key = "HotWeave.MemoryStubs";

    private const int Looks = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // Flows with who asks for an operation to the thread that carries it out.
    private static readonly AsyncLocal<bool> s_asksForActivations = new();

    /// <summary>Lets the runtime ask.</summary>
    public static void Provide(WovenProcess woven) => AppContext.SetData(Key, new Func<Type[], (string Code, string Message)?>(
        types => Require(woven, types) is { } refusal ? (refusal.Code, refusal.Message) : null));

    /// <summary>Has what is asked for from now on refused while a thread runs what it would not reach.</summary>
    public static void AskForActivations(bool asks) => s_asksForActivations.Value = asks;

    private static Refusal? Require(WovenProcess woven, Type[] types)
    {
        var wanted = new HashSet<(Guid, int)>();
        var modules = new HashSet<Guid>();
        foreach (var type in types)
        {
            var id = type.Module.ModuleVersionId;
            wanted.Add((id, type.MetadataToken));
            if (modules.Add(id) && LoadedModule.FindAll(id).Find(static a => a.GetCustomAttribute<BaselineAttribute>() is null) is { } plain)
                return new Refusal(ControlCodes.CopyNotWoven, plain.GetName().Name ?? "");
        }

        if (woven.Stubs.Add(wanted) is { } refused)
            return refused;
        return s_asksForActivations.Value ? RefuseForActivations(woven) : null;
    }

    // What is about to return needs no word of it: refused is for what stays.
    private static Refusal? RefuseForActivations(WovenProcess woven)
    {
        var refused = GhostTerms.RefuseForActivations(woven.Activations.FindAfterStubs());
        for (var looks = 1; refused is not null && looks < Looks; looks++)
        {
            Thread.Sleep(s_pause);
            refused = GhostTerms.RefuseForActivations(woven.Activations.FindAfterStubs());
        }

        return refused;
    }
}
