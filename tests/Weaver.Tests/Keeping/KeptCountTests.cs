using System.Runtime.CompilerServices;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>A status says how many objects with the code they were made with are alive, of classes that list theirs.</summary>
[Collection("swaps")]
public class KeptCountTests
{
    private const string Source = """
        using System.Collections.Generic;
        using System.IO;
        [HotWeave.Swappable(Track = true)]
        public class NAMEOrder
        {
            private readonly string item;
        #if V2
            private readonly int rate;
            public NAMEOrder(string item, int rate) { this.item = item; this.rate = rate; }
            public string Show() { return item + rate; }
            public string Again() { return item + rate + rate; }
        #else
            public NAMEOrder(string item) { this.item = item; }
            public string Show() { return item; }
            public string Again() { return item + "again"; }
        #endif
        }
        public class NAMESpecial(string item) : NAMEOrder(item MORE);
        [HotWeave.Swappable(Track = true)]
        public class NAMEBox<T>
        {
        #if V2
            private readonly T[] all;
            public NAMEBox(T[] all) { this.all = all; }
            public int Count() { return all.Length; }
        #else
            public NAMEBox(T[] all) { System.GC.KeepAlive(all); }
            public int Count() { return 0; }
        #endif
        }
        public static class NAME
        {
            private static readonly List<object> kept = [];
            public static void Run(TextWriter output)
            {
                kept.Add(new NAMEOrder("a" MORE));
                kept.Add(new NAMESpecial("b"));
                kept.Add(new NAMEBox<int>([1]));
                output.Write(kept.Count);
            }
            public static void Forget(int count) { kept.RemoveRange(0, count); }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Objects_that_keep_their_code_are_counted_down(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var name = "Counted" + configuration;
        var (deployed, next) = (Compile(directory, name, 1, configuration), Compile(directory, name, 2, configuration));
        Weaving.All(deployed, directory.Sub("woven"));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = directory.Sub("woven").File(name + ".dll"), NewPath = next, OutputPath = directory.File("p.hotpatch") });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));

        var live = Loaded.From(directory.Sub("woven").File(name + ".dll"));
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("36", live.Run(name) + live.Run(name));
        Assert.Empty(HotSwap.GetStatus().KeptObjects);
        await live.Apply(File.ReadAllBytes(directory.File("p.hotpatch")));
        Assert.Equal($"{name}Box`1 2, {name}Order 4", Counts());
        // What new code makes has the new code.
        Assert.Equal("9", live.Run(name));
        Assert.Equal($"{name}Box`1 2, {name}Order 4", Counts());
        Forget(live, name, 3);
        Collect(() => Counts() == $"{name}Box`1 1, {name}Order 2");
        Assert.Equal($"{name}Box`1 1, {name}Order 2", Counts());
        Forget(live, name, 6);
        Collect(() => Counts() == $"{name}Box`1 0, {name}Order 0");
        Assert.Equal($"{name}Box`1 0, {name}Order 0", Counts());
        await HotSwap.RollbackAsync(baseline);
        Assert.Empty(HotSwap.GetStatus().KeptObjects);
    }

    private static string Counts() => string.Join(", ", HotSwap.GetStatus().KeptObjects.Select(static k => $"{k.Type} {k.Count}"));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Loaded live, string name, int count) => live.Assembly.GetType(name)!.GetMethod("Forget")!.Invoke(null, [count]);

    // Whether an object is gone is the collector's word; a frame that still names one keeps it for a while.
    private static void Collect(Func<bool> isDone)
    {
        for (var i = 0; i < 50 && !isDone(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static string Compile(TestDirectory directory, string name, int version, Configuration configuration) => Compiler.CSharp(
        directory.Sub(version.ToString(null, null)),
        name,
        $"#define V{version}\n#line 1\n" + Source.Replace("NAME", name, StringComparison.Ordinal).Replace("MORE", version == 2 ? ", 3" : "", StringComparison.Ordinal),
        configuration);
}
