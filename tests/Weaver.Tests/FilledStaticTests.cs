using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Static fields that a patch adds and that a static constructor fills, in several versions.</summary>
[Collection("swaps")]
public class FilledStaticTests
{
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task What_a_static_constructor_fills_is_filled_once_whichever_version_comes_first(Configuration configuration)
    {
        const string Source = """
            using System;
            using System.Collections.Generic;
            using System.IO;
            public static class Switch { public static bool Fails; public static int Loads; }
            public static class Filled
            {
                private static readonly string[] names = { "a", "bb" };
                private static int runs;
            #if V2 || V3
                private static readonly List<string> all;
                private static int width;
            #endif
            #if V3
                private static readonly Dictionary<string, int> lengths;
                private static int total;
            #endif
                static Filled()
                {
                    runs++;
            #if V2 || V3
                    var loaded = Load();
                    all = loaded;
                    foreach (var name in loaded)
                    {
                        width += name.Length;
            #if V3
                        total += all.Count * 10 + name.Length;
            #endif
                    }
            #endif
            #if V3
                    lengths = new();
                    foreach (var name in all)
                        lengths[name] = name.Length;
            #endif
                }
                private static List<string> Load()
                {
                    Switch.Loads++;
                    return Switch.Fails ? throw new InvalidDataException("off") : new List<string>(names) { "ccc" };
                }
                public static string Show()
                {
            #if V3
                    return "three " + runs + all.Count + ++width + total + lengths.Count + Switch.Loads;
            #elif V2
                    all.Add("own");
                    return "two " + runs + all.Count + ++width + Switch.Loads;
            #else
                    return "one " + runs + names.Length + Load().Count;
            #endif
                }
                public static void Run(TextWriter output) => output.Write(Show());
                public static void Prepare() => Switch.Fails = !Switch.Fails;
            }
            """;
        using var swap = new SwapCase("Filled", configuration, source: Source);
        using var directory = new TestDirectory();
        var three = Compiler.CSharp(directory, Path.GetFileNameWithoutExtension(swap.Plain1), "#define V3\n#line 1\n" + Source, configuration);
        var (result, patch2) = swap.MakePatch(swap.Plain2);
        Assert.Equal(["Filled.all", "Filled.width"], result.Diagnostics.Where(static d => d.Id == "HW3220").Select(static d => d.Member));
        var patch3 = swap.MakePatch(three).Bytes;
        var live = Loaded.From(swap.Woven1);
        var options = new SwapOptions { LoadContext = live.Context };
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("one 123", live.Run("Filled"));
        swap.Prepare(live);
        var refusal = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(patch2, options));
        Assert.Equal("HW6118", refusal.Code);
        Assert.IsType<InvalidDataException>(refusal.InnerException);
        swap.Prepare(live);
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two 1473", live.Run("Filled"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("three 14812644", live.Run("Filled"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two 1594", live.Run("Filled"));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("one 123", live.Run("Filled"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal("three 151012645", live.Run("Filled"));
        await HotSwap.RollbackAsync(baseline);
    }
}
