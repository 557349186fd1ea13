using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Turning;

/// <summary>
/// Stubs of assemblies that were woven in memory: they are there for types that some turn has needed. Whoever wove them is asked before each
/// turn, and no turn is made whose types would not all answer.
/// </summary>
internal static class MemoryStubs
{
    // The agent's LoadedStubs has the same word.
    private const string Key = "HotWeave.MemoryStubs";

    // GhostPlanWriter of the weaver has the same word.
    private const string LivePart = "live";

    /// <summary>Whether this process was woven in memory.</summary>
    internal static bool AreHere => AppContext.GetData(Key) is not null;

    /// <summary>Has all types that change looked at.</summary>
    /// <exception cref="SwapException">There are no stubs, and nothing has changed.</exception>
    internal static void Require(IReadOnlyList<TypeSlot> changed)
    {
        Type[] types = [.. changed.Select(static s => s.Type).Where(static t => WovenAssembly.From(t.Assembly) is { } woven && WasWovenInMemory(woven.Baseline))];
        if (types.Length == 0)
            return;
        if (AppContext.GetData(Key) is not Func<Type[], (string Code, string Message)?> provide)
            throw SwapDiagnostics.NoStubs.Refuse(types[0].Assembly.GetName().Name ?? "");
        if (provide(types) is { } refusal)
            throw new SwapException(refusal.Code, refusal.Message, null) { Kind = SwapFailureKind.Refused };
    }

    private static bool WasWovenInMemory(BaselineAttribute baseline) => baseline.Settings.Split(';').Contains(LivePart);
}
