using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Interfaces that a patch adds, where more than one assembly has a say.</summary>
[Collection("swaps")]
public class AddedInterfaceTests
{
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Interfaces_reach_over_assemblies(Configuration configuration)
    {
        const string Library = """
            namespace Lib;
            public interface INamed { string Name { get; } }
            public class Part<T>
            #if V2
                : INamed, System.IEquatable<T>
            #endif
            {
                public string Own() { return "part" + typeof(T).Name + (this is INamed) + (this is System.IEquatable<T>); }
            #if V2
                public virtual string Name => "part of " + typeof(T).Name;
                public bool Equals(T? other) => other is null;
            #endif
            }
            """;
        const string Program = """
            using System;
            using System.IO;
            public class Wheel : Lib.Part<string>
            {
                public string Mine() { return "wheel" + Own(); }
            #if V2
                public override string Name => "wheel " + base.Name;
            #endif
            }
            public class Nut<T> : Lib.Part<T[]> { public string Mine() { return "nut" + Own(); } }
            public static class Gained
            {
                private static readonly object[] parts = [new Wheel(), new Nut<int>(), new Lib.Part<int>()];
                public static void Run(TextWriter output)
                {
                    foreach (var part in parts)
                        output.Write($"|{(part as Lib.INamed)?.Name}{(part as Wheel)?.Mine()}{(part as Nut<int>)?.Mine()}{part is IEquatable<int>}{part is IEquatable<string>}{(part as IEquatable<int[]>)?.Equals(null)}");
                }
            }
            """;
        using var directory = new TestDirectory();
        var old = Build(directory.Sub("1"), "");
        var @new = Build(directory.Sub("2"), "#define V2\n#line 1\n");
        var woven = directory.Sub("woven");
        foreach (var file in Directory.GetFiles(old, "*.dll"))
        {
            var weaving = AssemblyWeaver.Weave(new WeaveRequest { InputPath = file, OutputPath = woven.File(Path.GetFileName(file)), Selection = new WeaveSelection { All = true, Interfaces = true } });
            Assert.Equal(WeaveOutcome.Woven, weaving.Outcome);
        }

        var output = directory.File("p.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven.Path, NewPath = @new, OutputPath = output });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Edits, e => e.Member == "Lib.Part`1 : Lib.INamed");
        Assert.DoesNotContain(result.Edits, e => e.Member.StartsWith("Wheel :", StringComparison.Ordinal));

        var live = Loaded.From(woven.File("Gained.dll"));
        var expected = Loaded.From(Path.Combine(old, "Gained.dll")).Run("Gained");
        Assert.Equal(expected, live.Run("Gained"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(output, new SwapOptions { LoadContext = live.Context });
        Assert.Equal(Loaded.From(Path.Combine(@new, "Gained.dll")).Run("Gained"), live.Run("Gained"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal(expected, live.Run("Gained"));

        string Build(TestDirectory target, string prefix)
        {
            var library = Compiler.CSharp(target, "GainedLib", prefix + Library, configuration);
            Compiler.CSharp(target, "Gained", prefix + Program, configuration, references: [library]);
            return target.Path;
        }
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Types_that_a_patch_brings_are_as_open_as_deployed_ones(Configuration configuration)
    {
        const string Source = """
            using System;
            using System.Collections;
            using System.Collections.Generic;
            using System.IO;
            using HotWeave;
            [assembly: Swappable(Interfaces = true, Overrides = true)]
            public static class Opened
            {
                private static readonly List<object> kept = [];
                public static void Run(TextWriter output)
                {
            #if V2 || V3
                    if (kept.Count == 0)
                        kept.AddRange([new Order(), new Basket<int>()]);
                    output.Write(((Order)kept[0]).Own() + ((Basket<int>)kept[1]).Own());
            #endif
                    foreach (var one in kept)
                        output.Write($"|{one is IDisposable}{one is IEnumerable<int>}{one}");
                    output.Write(kept.Count == 0 ? "empty" : "");
                }
            }
            #if V2 || V3
            public class Order
            #if V3
                : IDisposable
            #endif
            {
                public string Own() { return "order" + (this is IDisposable); }
            #if V3
                public void Dispose() { }
                public override string ToString() => "an order";
            #endif
            }
            public class Basket<T>
            #if V3
                : IEnumerable<T>
            #endif
            {
                public string Own() { return typeof(T).Name + (this as IEnumerable<T>)?.GetEnumerator().MoveNext(); }
            #if V3
                public IEnumerator<T> GetEnumerator() { yield return default!; }
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            #endif
            }
            #endif
            """;
        using var chain = new PatchChain("Opened" + configuration, Source, configuration, 3);
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        var options = new SwapOptions { LoadContext = live.Context };
        const string Second = "orderFalseInt32|FalseFalseOrder|FalseFalseBasket`1[System.Int32]";
        const string Third = "orderTrueInt32True|TrueFalsean order|FalseTrueBasket`1[System.Int32]";
        Assert.Equal("empty", live.Run("Opened"));
        foreach (var (patch, expected) in new[] { (0, Second), (1, Third), (0, Second), (1, Third) })
        {
            await HotSwap.ApplyAsync(chain.Patches[patch], options);
            Assert.Equal(expected, live.Run("Opened"));
        }

        Assert.Equal(Third, chain.Fresh(3, "Opened"));
        await HotSwap.RollbackAsync(baseline);
        Assert.EndsWith("|FalseFalseBasket`1[System.Int32]", live.Run("Opened"), StringComparison.Ordinal);
    }
}
