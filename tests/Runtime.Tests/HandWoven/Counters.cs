using HotWeave.Patches.Format;

namespace HotWeave.Runtime.Tests.HandWoven;

/// <summary>
/// A baseline of <c>count</c> swappable types <c>N.T0</c>, <c>N.T1</c>, … whose static <c>Answer()</c> says which version
/// answers: 0 for the baseline, k for the patch made with k.
/// </summary>
internal sealed class Counters
{
    private readonly HandWovenAssembly _woven;

    internal Counters(string name, int count, System.Runtime.Loader.AssemblyLoadContext? context = null)
    {
        Count = count;
        _woven = HandWovenAssembly.Load(name, Source(count), context: context);
        Answers = [.. Enumerable.Range(0, count).Select(i => _woven.Delegate<Func<int>>("N.T" + i, "Answer"))];
    }

    internal int Count { get; }

    internal HandWovenAssembly Woven => _woven;

    /// <summary>The exports, one per type.</summary>
    internal Func<int>[] Answers { get; }

    internal int[] Ask() => [.. Answers.Select(static a => a())];

    /// <summary>A patch that makes the given types (all when null) answer k.</summary>
    internal byte[] Patch(int k, int[]? types = null, string? extra = null)
    {
        types ??= [.. Enumerable.Range(0, Count)];
        var (image, symbols) = CSharp.Compile($"{_woven.Name}.Patch{k}", PatchSource(k, types) + extra, RuntimeImage, _woven.Image);
        return PatchFile.Write(Manifest(k, types), image, symbols);
    }

    internal static byte[] RuntimeImage { get; } = File.ReadAllBytes(typeof(HotSwap).Assembly.Location);

    internal PatchManifest Manifest(int k, IEnumerable<int> types) => new(
        "v0",
        "v" + k,
        [new PatchBaseline(_woven.Name, _woven.Id)],
        [.. types.Select(i => new PatchedType(0, "N.T" + i, "N_T" + i, "N.T" + i, "P.Baseline" + i, "P.Door" + i))],
        [],
        [.. types.Select(i => $"changed N.T{i}.Answer()")],
        []);

    internal static string PatchSource(int k, IEnumerable<int> types) => string.Concat(types.Select(i => $$"""
        namespace N { public sealed class T{{i}} : HotWeave.Generated.N_T{{i}} { public override int Answer() => {{k}}; } }
        namespace P
        {
            public sealed class Baseline{{i}} : HotWeave.Generated.N_T{{i}} { public override int Answer() => 0; }
            public sealed class Door{{i}} : HotWeave.Generated.N_T{{i}} { public override int Answer() => ((HotWeave.Generated.N_T{{i}})Resolve()).Answer(); }
        }

        """));

    private static string Source(int count)
    {
        var types = Enumerable.Range(0, count).ToArray();
        return string.Concat(types.Select(i => $$"""
            namespace N
            {
                public static class T{{i}}
                {
                    public static int Answer()
                    {
                        var dispatch = HotWeaveSlots.N_T{{i}};
                        if (dispatch != null)
                            return dispatch.Answer();
                        return 0;
                    }
                }
            }

            namespace HotWeave.Generated
            {
                public abstract class N_T{{i}} : HotWeave.Runtime.Dispatch { public abstract int Answer(); }
            }

            """))
            + "public static class HotWeaveSlots {\n"
            + string.Concat(types.Select(i => $"    public static volatile HotWeave.Generated.N_T{i} N_T{i};\n"))
            + "}\n";
    }
}
