using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Types that a patch brought keep their identity and their objects, and change again, in later patches.</summary>
[Collection("swaps")]
public class AddedTypeChainTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;
        public static class Shop
        {
            public static readonly List<object> Kept = [];
            public static readonly Box<int> Box = new();
        #if V2 || V3 || V4
            public static string Take(string item)
            {
                var order = Kept.OfType<Order>().FirstOrDefault() ?? new Order(item);
                if (!Kept.Contains(order)) Kept.Add(order);
                order.Count++;
                Box.Fill();
                return Kept.Count + ":" + order.Describe() + order.Lines.Render() + order.Later().Result + Level.High + order.Tagged(3);
            }
        #else
            public static string Take(string item) => item + Kept.Count;
        #endif
        }
        public class Box<T>
        {
            public int Fills;
        #if V2 || V3 || V4
            public enum State { Empty, Full }
            private State state = State.Empty;
            private object boxed;
            public void Fill()
            {
                if (Fills++ > 0 && (state != State.Full || boxed is not State)) throw new Exception(state + "," + boxed);
                (state, boxed) = (State.Full, State.Full);
            }
        #endif
        }
        #if V2 || V3 || V4
        public enum Level { Low, High }
        public interface IDescribed { string Describe(); }
        public class Order(string item) : IDescribed
        {
            public int Count;
            public readonly Lines<string> Lines = new(item);
            public readonly Func<string> Greeting = () => "hello";
        #if V3
            public virtual string Describe() { var doubled = new[] { 1, 2 }.Select(n => n * Count).Sum(); return "three(" + item + Count + "," + doubled + ")" + Extra() + Greeting(); }
            private string Extra() => "+extra" + Nested.Size;
            public async Task<string> Later() { await Task.Yield(); return "later3" + Count; }
        #elif V4
            public virtual string Describe() => "four(" + item + Count + ")" + new Added4().Text(this) + Greeting();
            public async Task<string> Later() { await Task.Yield(); await Task.Yield(); return "later4"; }
        #else
            public virtual string Describe() { var doubled = new[] { 1, 2 }.Select(n => n + Count).Sum(); return "two(" + item + Count + "," + doubled + ")" + Greeting(); }
            public async Task<string> Later() { await Task.Yield(); return "later2"; }
        #endif
            public string Tagged<T>(T value) => typeof(T).Name + value + "tagged" + Count;
            public class Nested { public static int Size => 7; }
        }
        public class Lines<T>(T first)
        {
            private readonly List<T> lines = [first];
        #if V3
            public string Render() { lines.Add(first); return "<" + string.Join(";", lines) + ">"; }
        #else
            public string Render() { return (first is null ? "!" : "") + "[" + string.Join(",", lines) + "]"; }
        #endif
        }
        #endif
        #if V4
        public class Added4 { public string Text(Order order) { return "#" + order.Count; } }
        #endif
        public static class Chain
        {
            public static void Run(TextWriter output) => output.Write(Shop.Take("tea"));
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Objects_of_added_types_take_the_bodies_of_later_patches(Configuration configuration)
    {
        using var chain = new Chain(configuration);
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("tea0", live.Run("Chain"));
        var v2 = await Apply(live, chain.Patch2);
        Assert.Equal("1:two(tea1,5)hello[tea]later2HighInt323tagged1", live.Run("Chain"));
        var v3 = await Apply(live, chain.Patch3);
        Assert.Equal("1:three(tea2,6)+extra7hello<tea;tea>later32HighInt323tagged2", live.Run("Chain"));
        var v4 = await Apply(live, chain.Patch4);
        Assert.Equal("1:four(tea3)#3hello[tea,tea]later4HighInt323tagged3", live.Run("Chain"));
        await HotSwap.RollbackAsync(v2);
        Assert.Equal("1:two(tea4,11)hello[tea,tea]later2HighInt323tagged4", live.Run("Chain"));
        await Apply(live, chain.Patch4);
        Assert.Equal("1:four(tea5)#5hello[tea,tea]later4HighInt323tagged5", live.Run("Chain"));
        await Apply(live, chain.Patch2);
        Assert.Equal("1:two(tea6,15)hello[tea,tea]later2HighInt323tagged6", live.Run("Chain"));
        await Apply(live, chain.Patch3);
        Assert.Equal("1:three(tea7,21)+extra7hello<tea;tea;tea>later37HighInt323tagged7", live.Run("Chain"));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("tea1", live.Run("Chain"));
        Assert.True(v2 < v3 && v3 < v4);
    }

    [Fact]
    public async Task A_later_patch_alone_brings_what_it_needs()
    {
        using var chain = new Chain(Configuration.Release);
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        await Apply(live, chain.Patch4);
        Assert.Equal("1:four(tea1)#1hello[tea]later4HighInt323tagged1", live.Run("Chain"));
        await Apply(live, chain.Patch2);
        Assert.Equal("1:two(tea2,7)hello[tea]later2HighInt323tagged2", live.Run("Chain"));
        await HotSwap.RollbackAsync(baseline);
    }

    [Fact]
    public void A_type_that_an_earlier_patch_brought_is_no_difference()
    {
        using var chain = new Chain(Configuration.Release);
        var result = chain.Make(chain.New2, null, chain.PatchFile2);
        Assert.DoesNotContain(result.Edits, e => e.Type == "Order" || e.Type == "Level");
        Assert.Contains(result.Edits, e => e.Type == "Shop");
        var next = chain.Make(chain.New3, null, chain.PatchFile2);
        Assert.Contains(next.Edits, e => e is { Kind: EditKind.Changed, Member: "Order.Describe()" });
        Assert.DoesNotContain(next.Edits, e => e.Member.StartsWith("Order.Tagged", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_inputs_give_the_same_bytes()
    {
        using var chain = new Chain(Configuration.Release);
        Assert.Equal(chain.Patch3, File.ReadAllBytes(chain.MakeFile(chain.New3, chain.PatchFile2)));
    }

    [Fact]
    public void An_earlier_patch_that_is_none_or_of_another_baseline_is_refused()
    {
        using var chain = new Chain(Configuration.Release);
        using var other = new Chain(Configuration.Debug);
        Assert.Contains(chain.Make(chain.New3, null, chain.Woven).Diagnostics, d => d.Id == "HW3508");
        Assert.Contains(chain.Make(chain.New3, null, chain.Woven + ".missing").Diagnostics, d => d.Id == "HW3508");
        var foreign = chain.Make(chain.New3, null, other.PatchFile2);
        Assert.Equal(PatchOutcome.Failed, foreign.Outcome);
        Assert.Contains(foreign.Diagnostics, d => d.Id == "HW3509");
    }

    private static async Task<VersionNumber> Apply(Loaded live, byte[] patch)
    {
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        return HotSwap.GetStatus().Current;
    }

    private sealed class Chain : IDisposable
    {
        private readonly TestDirectory _directory = new();
        private int _patches;

        public Chain(Configuration configuration)
        {
            Woven = Weaving.All(Compile("1", configuration), _directory.Sub("woven"));
            New2 = Compile("2", configuration);
            New3 = Compile("3", configuration);
            PatchFile2 = MakeFile(New2);
            PatchFile3 = MakeFile(New3, PatchFile2);
            Patch4 = File.ReadAllBytes(MakeFile(Compile("4", configuration), PatchFile3));
        }

        public string Woven { get; }

        public string New2 { get; }

        public string New3 { get; }

        public string PatchFile2 { get; }

        public string PatchFile3 { get; }

        public byte[] Patch2 => File.ReadAllBytes(PatchFile2);

        public byte[] Patch3 => File.ReadAllBytes(PatchFile3);

        public byte[] Patch4 { get; }

        public PatchResult Make(string @new, string? output, params string[] earlier) =>
            PatchMaker.Make(new PatchRequest { BaselinePath = Woven, NewPath = @new, OutputPath = output, EarlierPatches = earlier });

        public string MakeFile(string @new, params string[] earlier)
        {
            var output = _directory.File($"{_patches++}.hotpatch");
            var result = Make(@new, output, earlier);
            Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
            return output;
        }

        public void Dispose() => _directory.Dispose();

        private string Compile(string version, Configuration configuration) =>
            Compiler.CSharp(_directory.Sub(version), "Chain" + configuration, $"#define V{version}\n#line 1\n" + Source, configuration);
    }
}
