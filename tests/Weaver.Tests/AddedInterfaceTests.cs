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
}
