using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Delegates of methods that a patch added move on with later patches although they name types that it added to another assembly.</summary>
[Collection("swaps")]
public class AddedDelegatesOfSeveralAssembliesTests
{
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Delegates_of_methods_that_name_added_types_of_another_assembly_move_on_too(Configuration configuration)
    {
        const string Library = """
            namespace Lib;
            public class Tariff { public string Name() { return "tariffVERSION" + GetHashCode().ToString().Length * 0; } }
            #if !V1
            public class Rate { public string Text() { return "rateVERSION"; } public struct Part { public int N; } }
            #endif
            """;
        const string Program = """
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Linq;
            public static class Away
            {
                private static readonly List<(Delegate Call, object? Argument)> s_kept = [];
                public static void Keep(Delegate call, object? argument) => s_kept.Add((call, argument));
                public static bool Knows(Delegate call) => s_kept.Any(k => k.Call.Equals(call));
                public static void Run(TextWriter output) => output.Write(string.Join(" ", s_kept.Select(k => k.Call.DynamicInvoke(k.Argument))));
            }
            public class Maker
            {
                private static readonly Maker s_only = new();
                private int _calls;
            #if V1
                public static void Run(TextWriter output) { output.Write("one" + s_only._calls + new Lib.Tariff().Name()); }
            #else
            #if V2
                public static void Run(TextWriter output)
                {
                    Away.Keep(s_only.Told, new Lib.Rate());
                    Away.Keep(Many, new List<Lib.Rate> { new() });
                    Away.Keep(Generic<Lib.Rate>, new[] { new Lib.Rate() });
                    Away.Keep(Made, new Lib.Rate.Part { N = 7 });
                    Away.Keep((Lib.Rate rate) => "lambdaVERSION" + rate.Text(), new Lib.Rate());
                    Away.Keep((Lib.Tariff tariff) => "deployedVERSION" + tariff.Name(), new Lib.Tariff());
                }
            #else
                public static void Run(TextWriter output)
                {
                    if (output == null)
                    {
                        Away.Keep((Lib.Rate rate) => "lambdaVERSION" + rate.Text(), new Lib.Rate());
                        Away.Keep((Lib.Tariff tariff) => "deployedVERSION" + tariff.Name(), new Lib.Tariff());
                    }
                    output!.Write(Away.Knows(s_only.Told) + "" + Away.Knows(Many) + Away.Knows(Generic<Lib.Rate>) + Away.Knows(Generic<Lib.Tariff>) + Away.Knows(Made));
                }
            #endif
                private string Told(Lib.Rate rate) => "toldVERSION" + rate.Text() + ++_calls;
                private static string Many(IReadOnlyList<Lib.Rate> rates) { return "manyVERSION" + rates[0].Text(); }
                private static string Generic<T>(T[] values) { return "genericVERSION" + typeof(T).Name + values.Length; }
                private static string Made(Lib.Rate.Part part) { return "madeVERSION" + part.N; }
            #endif
            }
            """;
        using var directory = new TestDirectory();
        var woven = directory.Sub("woven");
        foreach (var file in Directory.GetFiles(Build(1), "*.dll"))
            Weaving.All(file, woven);
        var second = Make(2);
        var third = Make(3, second);
        var live = Loaded.From(woven.File("AwayProgram.dll"));
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(File.ReadAllBytes(second));
        live.Run("Maker");
        var under2 = "told2rate21 many2rate2 generic2Rate1 made27 lambda2rate2 deployed2tariff20";
        Assert.Equal(under2, live.Run("Away"));
        await live.Apply(File.ReadAllBytes(third));
        Assert.Equal("TrueTrueTrueFalseTrue", live.Run("Maker"));
        Assert.Equal(under2.Replace('2', '3').Replace("rate31", "rate32"), live.Run("Away"));
        await HotSwap.RollbackAsync(baseline);

        string Build(int version)
        {
            var target = directory.Sub(version.ToString(null, null));
            var library = Compiler.CSharp(target, "AwayLib", Version(Library, version), configuration);
            Compiler.CSharp(target, "AwayProgram", Version(Program, version), configuration, references: [library]);
            return target.Path;
        }

        string Make(int version, params string[] earlier)
        {
            var output = directory.File(version + ".hotpatch");
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven.Path, NewPath = Build(version), OutputPath = output, EarlierPatches = earlier });
            Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
            return output;
        }

        static string Version(string source, int version) => $"#define V{version}\n#line 1\n" + source.Replace("VERSION", version.ToString(null, null), StringComparison.Ordinal);
    }
}
