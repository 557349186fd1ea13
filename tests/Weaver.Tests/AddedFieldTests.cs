using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What objects, threads and several versions see of a field that a patch adds.</summary>
[Collection("swaps")]
public class AddedFieldTests
{
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Behaviour_61_an_initialiser_runs_once_however_many_threads_meet(Configuration configuration)
    {
        const string Source = """
            using System.IO;
            using System.Linq;
            using System.Threading;
            public static class Made { public static int Count; }
            public class Item
            {
            #if V2
                private readonly object first = Make();
                private static object Make() { Interlocked.Increment(ref Made.Count); Thread.Yield(); return new object(); }
                public object Ask() { Thread.MemoryBarrier(); return first; }
            #else
                public object Ask() { Thread.MemoryBarrier(); return this; }
            #endif
            }
            public static class Meet
            {
                private static readonly Item[] items = Enumerable.Range(0, 200).Select(_ => new Item()).ToArray();
                public static void Run(TextWriter output)
                {
                    var seen = new object[8][];
                    using var barrier = new Barrier(seen.Length);
                    var threads = seen.Select((_, n) => new Thread(() =>
                    {
                        seen[n] = new object[items.Length];
                        for (var i = 0; i < items.Length; i++) { barrier.SignalAndWait(); seen[n][i] = items[i].Ask(); }
                    })).ToArray();
                    foreach (var thread in threads) thread.Start();
                    foreach (var thread in threads) thread.Join();
                    output.Write(seen.All(s => s.SequenceEqual(seen[0])) + " " + Made.Count + " " + seen[0].Distinct().Count());
                }
            }
            """;
        using var swap = new SwapCase("Meet", configuration, source: Source);
        var live = Loaded.From(swap.Woven1);
        Assert.Equal("True 0 200", live.Run("Meet"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(swap.MakePatch(swap.Plain2).Bytes, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("True 200 200", live.Run("Meet"));
        Assert.Equal("True 200 200", live.Run("Meet"));
        await HotSwap.RollbackAsync(before);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Versions_share_an_added_field(Configuration configuration)
    {
        const string Source = """
            using System.IO;
            public class Box<T>
            {
            #if V2 || V3
                private T[] kept = new T[1];
            #endif
            #if V3
                private int other = 70;
            #endif
                public string Keep(T value)
                {
            #if V3
                    return "three " + kept[0] + other++;
            #elif V2
                    var result = "two " + kept[0]; kept[0] = value; return result;
            #else
                    return "one " + value + value + value;
            #endif
                }
            }
            public class Plain
            {
            #if V2 || V3
                private int count = 10;
            #endif
                public string Next()
                {
            #if V3
                    return "three " + ++count + ToString()!.Length;
            #elif V2
                    return "two " + ++count;
            #else
                    return "one " + GetHashCode().ToString().Substring(0, 0);
            #endif
                }
            }
            public static class Shared
            {
                private static readonly Box<int> box = new();
                private static readonly Box<string> text = new();
                private static readonly Plain plain = new();
                public static void Run(TextWriter output) => output.Write(box.Keep(4) + "," + text.Keep("k") + "," + plain.Next());
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
        Assert.Equal("one 444,one kkk,one ", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two 0,two ,two 11", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("three 470,three k70,three 125", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two 4,two k,two 13", live.Run("Shared"));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("one 444,one kkk,one ", live.Run("Shared"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("three 471,three k71,three 145", live.Run("Shared"));
        await HotSwap.RollbackAsync(baseline);
    }

    [Fact]
    public async Task An_initialiser_that_throws_is_tried_again()
    {
        const string Source = """
            using System.IO;
            public static class Switch { public static bool IsOn; }
            public class Late
            {
            #if V2
                private int value = Compute();
                private static int Compute() => Switch.IsOn ? 7 : throw new InvalidDataException("off");
                public string Ask() { try { return "v" + value; } catch (InvalidDataException e) { return e.Message; } }
            #else
                public string Ask() { try { return "none"; } catch (InvalidDataException e) { return e.Message; } }
            #endif
            }
            public static class Again
            {
                private static readonly Late late = new();
                public static void Run(TextWriter output) { Switch.IsOn = false; output.Write(late.Ask()); Switch.IsOn = true; output.Write(late.Ask()); }
            }
            """;
        using var swap = new SwapCase("Again", Configuration.Release, source: Source);
        var live = Loaded.From(swap.Woven1);
        Assert.Equal("nonenone", live.Run("Again"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(swap.MakePatch(swap.Plain2).Bytes, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("offv7", live.Run("Again"));
        await HotSwap.RollbackAsync(before);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task A_renamed_field_is_the_field_that_objects_have(Configuration configuration)
    {
        const string Source = """
            using System.IO;
            #if V2
            public class Item(string name) { public string Ask() { System.Threading.Thread.MemoryBarrier(); return "now " + (name += "+"); } }
            #else
            public class Item
            {
                private string _name;
                public Item(string name) { _name = name; }
                public string Ask() { System.Threading.Thread.MemoryBarrier(); return "then " + (_name += "-"); }
            }
            #endif
            public static class Keep
            {
                private static readonly Item item = new Item("n");
                public static void Run(TextWriter output) { System.Threading.Thread.MemoryBarrier(); output.Write(item.Ask()); }
            }
            """;
        using var swap = new SwapCase("Keep", configuration, source: Source);
        var live = Loaded.From(swap.Woven1);
        Assert.Equal("then n-", live.Run("Keep"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(swap.MakePatch(swap.Plain2).Bytes, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("now n-+", live.Run("Keep"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("then n-+-", live.Run("Keep"));
    }
}
