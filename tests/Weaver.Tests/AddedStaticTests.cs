using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>When the initialisers of static fields that a patch adds run, and what several versions see of the fields.</summary>
[Collection("swaps")]
public class AddedStaticTests
{
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Versions_share_an_added_static_field_and_its_initialiser_runs_once(Configuration configuration)
    {
        const string Source = """
            using System.IO;
            public static class Count { public static int Made; public static int Next() => ++Made; }
            public class Plain
            {
            #if V2 || V3
                private static int made = Count.Next() * 10;
            #endif
            #if V3
                private static int other = 70 + made;
            #endif
                public string Ask()
                {
            #if V3
                    return "three " + ++made + " " + other++ + ToString()!.Substring(0, 0);
            #elif V2
                    return "two " + ++made + " " + Count.Made;
            #else
                    return "one " + GetHashCode().ToString().Substring(0, 0);
            #endif
                }
            }
            public class Box<T>
            {
            #if V2 || V3
                private static T[] kept = new T[1];
                private static int made = Count.Next();
            #endif
                public string Keep(T value)
                {
            #if V3
                    return "three " + kept[0] + (made > 0);
            #elif V2
                    var result = "two " + kept[0] + (made > 0); kept[0] = value; return result;
            #else
                    return "one " + value + value + value;
            #endif
                }
            }
            public static class Shared
            {
                public static void Run(TextWriter output) => output.Write(new Plain().Ask() + "," + new Box<int>().Keep(4) + "," + new Box<string>().Keep("k"));
            }
            """;
        using var swap = new SwapCase("Shared", configuration, source: Source);
        using var directory = new TestDirectory();
        var three = Compiler.CSharp(directory, Path.GetFileNameWithoutExtension(swap.Plain1), "#define V3\n#line 1\n" + Source, configuration);
        var patch2 = swap.MakePatch(swap.Plain2).Bytes;
        var patch3 = swap.MakePatch(three).Bytes;
        var live = Loaded.From(swap.Woven1);
        var options = new SwapOptions { LoadContext = live.Context };
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("one ,one 444,one kkk", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two 11 1,two 0True,two True", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("three 12 81,three 4True,three kTrue", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two 13 3,two 4True,two kTrue", live.Run("Shared"));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("one ,one 444,one kkk", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("three 14 82,three 4True,three kTrue", live.Run("Shared"));
        await HotSwap.RollbackAsync(baseline);
    }

    [Fact]
    public async Task HW6118_an_initialiser_that_throws_fails_prepare_leaves_nothing_and_can_be_tried_again()
    {
        const string Source = """
            using System;
            using System.IO;
            public static class Switch { public static bool IsOn; public static int Runs; }
            public class Early
            {
            #if V2
                internal static int first = 1 + ++Switch.Runs;
                internal static int second = Late.value + 1;
            #endif
                public string Ask()
                {
            #if V2
                    return "two " + first + " " + second + " " + Switch.Runs + Environment.NewLine.Substring(0, 0);
            #else
                    return "one " + Switch.Runs + Environment.NewLine.Substring(0, 0);
            #endif
                }
            }
            public class Late
            {
            #if V2
                internal static int value = 5;
                internal static int failing = Compute();
                private static int Compute() => Switch.IsOn ? 7 : throw new InvalidDataException("off");
            #endif
                public string Ask()
                {
            #if V2
                    return " " + failing + value + Environment.NewLine.Substring(0, 0);
            #else
                    return " none" + Environment.NewLine.Substring(0, 0);
            #endif
                }
            }
            public static class Failing
            {
                public static void Prepare() => Switch.IsOn = true;
                public static void Run(TextWriter output) => output.Write(new Early().Ask() + new Late().Ask());
            }
            """;
        using var swap = new SwapCase("Failing", Configuration.Release, source: Source);
        var patch = swap.MakePatch(swap.Plain2).Bytes;
        var live = Loaded.From(swap.Woven1);
        var options = new SwapOptions { LoadContext = live.Context };
        var before = HotSwap.GetStatus().Current;
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var refusal = await Assert.ThrowsAsync<SwapException>(() => HotSwap.PrepareAsync(patch, options));
            Assert.Equal("HW6118", refusal.Code);
            Assert.Contains("Late.failing", refusal.Message, StringComparison.Ordinal);
            Assert.IsType<InvalidDataException>(refusal.InnerException);
            Assert.Equal(before, HotSwap.GetStatus().Current);
            Assert.Equal($"one {attempt} none", live.Run("Failing"));
        }

        swap.Prepare(live);
        await HotSwap.ApplyAsync(patch, options);
        Assert.Equal("two 4 6 3 75", live.Run("Failing"));
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task HW6119_an_initialiser_that_runs_too_long_is_given_up_and_leaves_nothing()
    {
        const string Source = """
            using System;
            using System.IO;
            using System.Threading;
            public static class Held { public static readonly ManualResetEventSlim Begun = new(), Go = new(), Ended = new(); public static int Unit; }
            public class Slow
            {
            #if V2
                private static int fast = 3;
                private static int slow = Wait();
                private static int Wait() { Held.Begun.Set(); Held.Go.Wait(); Held.Ended.Set(); return 8; }
            #endif
                public string Ask()
                {
            #if V2
                    return "two " + fast + slow + Environment.NewLine.Substring(0, 0);
            #else
                    return "one" + Environment.NewLine.Substring(0, 0);
            #endif
                }
            }
            public static class Overrun
            {
                public static void Prepare() => Held.Go.Set();
                public static void Run(TextWriter output) => output.Write(new Slow().Ask());
            }
            """;
        using var swap = new SwapCase("Overrun", Configuration.Release, source: Source);
        var patch = swap.MakePatch(swap.Plain2).Bytes;
        var live = Loaded.From(swap.Woven1);
        var options = new SwapOptions { LoadContext = live.Context };
        var before = HotSwap.GetStatus().Current;
        AppContext.SetData("HotWeave.InitialiserTimeout", "0.2");
        try
        {
            var refusal = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(patch, options));
            Assert.Equal("HW6119", refusal.Code);
            Assert.Contains("Slow.slow", refusal.Message, StringComparison.Ordinal);
            Assert.Equal("one", live.Run("Overrun"));
            // The thread is still in the initialiser, and so is the field.
            Assert.Equal("HW6119", (await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(patch, options))).Code);
        }
        finally
        {
            AppContext.SetData("HotWeave.InitialiserTimeout", null);
        }

        swap.Prepare(live);
        await HotSwap.ApplyAsync(patch, options);
        Assert.Equal("two 38", live.Run("Overrun"));
        await HotSwap.RollbackAsync(before);
    }

    [Fact]
    public async Task Initialisers_run_outside_the_context_that_swaps_and_its_unit_of_work()
    {
        const string Source = """
            using System.IO;
            using System.Threading;
            public static class Context { public static readonly AsyncLocal<string> Name = new(); }
            public static class Outside
            {
            #if V2
                private static readonly string seen = Context.Name.Value ?? "nothing";
            #endif
                public static void Prepare() => Context.Name.Value = "the caller";
                public static void Run(TextWriter output)
                {
            #if V2
                    output.Write("two " + seen + " " + Context.Name.Value);
            #else
                    output.Write("one " + Context.Name.Value);
            #endif
                }
            }
            """;
        using var swap = new SwapCase("Outside", Configuration.Release, source: Source);
        var patch = swap.MakePatch(swap.Plain2).Bytes;
        var live = Loaded.From(swap.Woven1);
        var before = HotSwap.GetStatus().Current;
        swap.Prepare(live);
        Assert.Equal("one the caller", live.Run("Outside"));
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("two nothing the caller", live.Run("Outside"));
        await HotSwap.RollbackAsync(before);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task A_named_value_follows_its_initialiser_and_state_keeps_its_value(Configuration configuration)
    {
        const string Source = """
            using System.Collections.Generic;
            using System.IO;
            public static class Values
            {
            #if V3
                private static readonly int named = 30;
                private static readonly string added = "drei";
                private static int state = 300;
                private static readonly List<string> log = new() { "three" };
                private static int late = 3;
            #elif V2
                private static readonly int named = 20;
                private static readonly string added = "zwei";
                private static int state = 200;
                private static readonly List<string> log = new() { "two" };
                private static int late = 2;
            #else
                private static readonly int named = 10;
                private static int state = 100;
                private static readonly List<string> log = new() { "one" };
            #endif
                public static string Show()
                {
                    state++;
                    log.Add("+");
            #if V2 || V3
                    return named + " " + state + " " + string.Concat(log) + " " + added + " " + late++;
            #else
                    return named + " " + state + " " + string.Concat(log);
            #endif
                }
                public static void Run(TextWriter output) => output.Write(Show());
            }
            """;
        using var swap = new SwapCase("Values", configuration, source: Source);
        using var directory = new TestDirectory();
        var three = Compiler.CSharp(directory, Path.GetFileNameWithoutExtension(swap.Plain1), "#define V3\n#line 1\n" + Source, configuration);
        var (result, patch2) = swap.MakePatch(swap.Plain2);
        Assert.Equal(["Values.log", "Values.state"], result.Diagnostics.Where(d => d.Id == "HW3217").Select(d => d.Member).Order());
        Assert.Equal(["Values.named"], result.Diagnostics.Where(d => d.Id == "HW3218").Select(d => d.Member));
        var patch3 = swap.MakePatch(three).Bytes;
        var live = Loaded.From(swap.Woven1);
        var options = new SwapOptions { LoadContext = live.Context };
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("10 101 one+", live.Run("Values"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("20 102 one++ zwei 2", live.Run("Values"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("30 103 one+++ drei 3", live.Run("Values"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("20 104 one++++ zwei 4", live.Run("Values"));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("10 105 one+++++", live.Run("Values"));
    }
}
