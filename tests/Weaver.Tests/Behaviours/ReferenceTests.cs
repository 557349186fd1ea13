using System.Diagnostics.Metrics;
using HotWeave.Weaver.Tests.CodeChanges;
using Xunit;

namespace HotWeave.Weaver.Tests.Behaviours;

/// <summary>What refers to code and data of versions that come and go. The numbers are those of docs/erlang.md.</summary>
[Collection("swaps")]
public class ReferenceTests
{
    private const string Calls = """
        [Swappable]
        public class Target
        {
        #if V2
            public static string Exported(string text) { return text + " exported 2 " + Local(text) + text.Length; }
            [SafePoint] public static string Qualified(string text) { return text + " qualified 2 " + text.Length; }
            public static string Local(string text) { return text + " local 2 " + text.Length; }
            public static string Added(string text) { return text + " added 2 " + text.Length; }
        #else
            public static string Exported(string text) { return text + " exported 1 " + Local(text) + text.Length; }
            [SafePoint] public static string Qualified(string text) { return text + " qualified 1 " + text.Length; }
            public static string Local(string text) { return text + " local 1 " + text.Length; }
            public static string Removed(string text) { return text + " removed 1 " + text.Length; }
        #endif
            public static void Loop(Action wait, List<string> heard)
            {
                heard.Add(Local("a"));
                heard.Add(Qualified("a"));
                wait();
                heard.Add(Local("b"));
                heard.Add(Qualified("b"));
        #if V2
                heard.Add("version 2's loop");
        #endif
            }
        }
        [NotSwappable]
        public static class Plain { public static string Call() { return Target.Exported("plain"); } }
        [Swappable]
        public static class Test
        {
            public static readonly Func<string, string> Kept = Target.Exported;
        #if V2
            public static void Run(TextWriter output) { output.Write(string.Join("; ", Plain.Call(), Target.Added("new"), Kept("delegate"))); }
        #else
            public static readonly Func<string, string> Gone = Target.Removed;
            public static void Run(TextWriter output) { output.Write(string.Join("; ", Plain.Call(), Target.Removed("old"), Kept("delegate"))); }
        #endif
        }
        """;

    [Fact]
    public async Task Behaviour_10_each_kind_of_call_reaches_the_version_that_it_should()
    {
        using var changing = new ChangingCase(Calls);
        var target = changing.Live.Assembly.GetType("Target")!;
        var loop = target.GetMethod("Loop")!.CreateDelegate<Action<Action, List<string>>>();
        var removed = target.GetMethod("Removed")!.CreateDelegate<Func<string, string>>();
        Assert.Equal("plain exported 1 plain local 1 55; old removed 1 3; delegate exported 1 delegate local 1 88", changing.Run());

        var heard = new List<string>();
        var patch = changing.Patch(2);
        loop(() => HotSwap.ApplyAsync(patch, changing.Options).GetAwaiter().GetResult(), heard);
        Assert.Equal(["a local 1 1", "a qualified 1 1", "b local 1 1", "b qualified 2 1"], heard);
        Assert.Equal("plain exported 2 plain local 2 55; new added 2 3; delegate exported 2 delegate local 2 88", changing.Run());
        Assert.Equal("held removed 1 4", removed("held"));

        heard.Clear();
        loop(static () => { }, heard);
        Assert.Equal(["a local 2 1", "a qualified 2 1", "b local 2 1", "b qualified 2 1", "version 2's loop"], heard);
        await changing.BackAsync();
    }

    [Fact]
    public async Task Behaviour_21_instruments_that_the_application_listens_to_are_heard_from_every_version()
    {
        using var changing = new ChangingCase("""
            [Swappable]
            public static class Test
            {
                private static readonly System.Diagnostics.Metrics.Counter<long> Counter = new System.Diagnostics.Metrics.Meter("Behaviour 21").CreateCounter<long>("calls");
            #if V2
                public static void Run(TextWriter output) { Counter.Add(2); output.Write("two"); }
            #else
                public static void Run(TextWriter output) { Counter.Add(1); output.Write("one"); }
            #endif
            }
            """);
        var heard = new List<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, l) =>
        {
            if (instrument.Meter.Name == "Behaviour 21")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => heard.Add(value));
        listener.Start();
        changing.Run();
        await changing.ApplyAsync(2);
        changing.Run();
        await changing.BackAsync();
        changing.Run();
        Assert.Equal([1, 2, 1], heard);
    }

    [Fact]
    public async Task Behaviour_32_data_of_a_version_outlives_its_code()
    {
        using var changing = new ChangingCase("""
            [Swappable]
            public static class Test
            {
                public static readonly List<object> Kept = new();
            #if V2
                public static void Run(TextWriter output)
                {
                    Kept.Add("a literal that only version 2 has");
                    Kept.Add(new[] { 2, 3, 5, 7, 11, 13 });
                    Kept.Add("bytes of version 2"u8.ToArray());
                    output.Write("two");
                }
            #else
                public static void Run(TextWriter output) { Kept.Clear(); output.Write("one"); }
            #endif
            }
            """);
        var applied = await changing.ApplyAsync(2, new SwapOptions { Reclaimable = true });
        Assert.Equal("two", changing.Run());
        await changing.BackAsync();
        var purged = await HotSwap.PurgeAsync(new PurgeOptions { Soft = true });
        Assert.Equal(PurgeOutcome.Unloaded, purged.Versions.Single(v => v.Number == applied.To).Outcome);
        var kept = (List<object>)changing.Live.Assembly.GetType("Test")!.GetField("Kept")!.GetValue(null)!;
        Assert.Equal("a literal that only version 2 has", kept[0]);
        Assert.Equal([2, 3, 5, 7, 11, 13], (int[])kept[1]);
        Assert.Equal("bytes of version 2"u8.ToArray(), (byte[])kept[2]);
    }
}
