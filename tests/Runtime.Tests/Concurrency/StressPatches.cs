using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;

namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>
/// The contents that the stress test turns between. 0 is the baseline; 1 to 3 change all types, 4 gives half of them back, 5 changes state as well: each
/// turn to or from it calls a hook while no unit runs.
/// </summary>
internal sealed class StressPatches
{
    internal const int Stateful = 5;

    private const string Arm = "HotWeave.Runtime.Tests.Concurrency.StressPatches";
    private const int Types = 4;

    private readonly byte[][] _patches;

    internal StressPatches(string name)
    {
        Counters = new Counters(name, Types);
        _patches = [.. Enumerable.Range(1, 4).Select(k => Counters.Patch(k, k == 4 ? [0, 1] : null)), StatefulPatch()];
    }

    internal Counters Counters { get; }

    internal byte[] this[int content] => _patches[content - 1];

    internal static int[] AnswersOf(int content) => content == 4 ? [4, 4, 0, 0] : [.. Enumerable.Repeat(content, Types)];

    /// <summary>What the hook of the stateful content calls, with what all types answer it.</summary>
    internal static void OnChange(Action<bool, int[]>? hook) => AppContext.SetData(Arm, hook);

    private byte[] StatefulPatch()
    {
        const string hooks = $$"""
            namespace P
            {
                public static class Hooks
                {
                    public static void Change(HotWeave.CodeChangeContext context) =>
                        ((System.Action<bool, int[]>)System.AppContext.GetData("{{Arm}}"))?.Invoke(
                            context.IsUp, new[] { N0.Ask(), N1.Ask(), N2.Ask(), N3.Ask() });
                }
            }
            """;
        int[] types = [.. Enumerable.Range(0, Types)];
        var asks = string.Concat(types.Select(i => $$"""

            public static class N{{i}}
            {
                private static readonly System.Func<int> s_ask = (System.Func<int>)System.Delegate.CreateDelegate(
                    typeof(System.Func<int>), typeof(HotWeave.Generated.N_T{{i}}).Assembly.GetType("N.T{{i}}").GetMethod("Answer"));
                public static int Ask() => s_ask();
            }
            """));
        var (image, symbols) = CSharp.Compile(
            $"{Counters.Woven.Name}.Patch{Stateful}", Counters.PatchSource(Stateful, types) + hooks + asks, Counters.RuntimeImage, Counters.Woven.Image);
        var state = new PatchState(
            [],
            [new StateShape(0, "N.T0", 0, 1, IsLazy: false)],
            [new PatchHook(PatchHookKind.ChangeType, 0, "N.T0", "N.T0.Change(CodeChangeContext)", "P.Hooks", "Change", 0, 1, IsUpOnly: false)]);
        return PatchFile.Write(Counters.Manifest(Stateful, types) with { State = state }, image, symbols);
    }
}
