using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>New projects that use what the same release adds to deployed ones.</summary>
[Collection("swaps")]
public class NewProjectTests
{
    private const string Core = """
        using System.Collections.Generic;
        namespace Core;
        public abstract class Dish
        {
            public static readonly List<Dish> Served = [];
            protected internal int Price { get; set; }
            public abstract string Name();
        #if V2 || V3
            public string Spiced(ISpice spice) { return Name() + spice.Smell(this) + Price + Extra; }
            public int Extra = 5;
            internal static int Hidden(int n) { return n * 2 + Served.Count * 0; }
        #endif
        }
        #if V2 || V3
        public interface ISpice { string Smell(Dish dish); }
        public enum Heat { Mild, Hot = 7 }
        #endif
        """;

    // Only the new build has it, and another that it needs.
    private const string Spices = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Core;
        namespace Spices;
        public class Curry(string kind) : Dish, ISpice
        {
            public readonly Func<int, string> Later = n => "later" + VERSION + n;
            public override string Name() { Price += 1; return kind + VERSION; }
            public string Smell(Dish dish) { return "<" + (int)Heat.Hot + dish.Extra + string.Join(",", new[] { 1, 2 }.Select(n => n + Extra + VERSION)) + ">" + Waited().Result; }
            public async Task<string> Waited() { await Task.Yield(); return "w" + new Grinder().Grind(this) + VERSION; }
        }
        public class Grinder { public string Grind(Curry curry) { return "g" + VERSION + Base.Ground.Fine(curry.Extra); } }
        """;

    private const string Ground = "namespace Base; public static class Ground { public static int Fine(int n) { return n + VERSION * 100 + n.ToString().Length * 0; } }";

    private const string App = """
        using System.IO;
        public class Kitchen
        {
        #if V2 || V3
            public string Cook(int n)
            {
                if (Core.Dish.Served.Count == 0) Core.Dish.Served.Add(new Spices.Curry("c"));
                var curry = (Spices.Curry)Core.Dish.Served[0];
                return VERSION + curry.Spiced(curry) + curry.Later(n) + (curry is Core.ISpice);
            }
        #else
            public string Cook(int n) { return n + "plain" + Core.Dish.Served.Count; }
        #endif
        }
        public static class NAME { private static readonly Kitchen kitchen = new(); public static void Run(TextWriter output) => output.Write(kitchen.Cook(1)); }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task A_new_project_uses_what_the_release_adds_and_changes_again(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var name = "Spicy" + configuration;
        Build(directory, name, 1, configuration);
        foreach (var file in new[] { name, name + "Core" })
            Weaving.All(directory.Sub("1").File(file + ".dll"), directory.Sub("deployed"));
        var patch2 = Make(directory, name, 2, configuration);
        var patch3 = Make(directory, name, 3, configuration, patch2.File);
        Assert.Equal([name + "Ground", name + "Spices"], patch2.Result.Dependencies);
        Assert.Equal(name + "Spices", Assert.Single(patch2.Result.Diagnostics, static d => d.Id == "HW3523").Member);
        Assert.Contains(patch2.Result.Edits, static e => e is { Kind: EditKind.Added, Type: "Spices.Curry" });
        Assert.Contains(patch3.Result.Edits, static e => e is { Kind: EditKind.Changed, Member: "Spices.Grinder.Grind(Curry)" });
        Assert.DoesNotContain(patch3.Result.Diagnostics, static d => d.Id is "HW3520" or "HW3201");

        var live = Loaded.From(directory.Sub("deployed").File(name + ".dll"));
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("1plain0", live.Run(name));
        var v2 = await live.Apply(File.ReadAllBytes(patch2.File));
        Assert.Equal("2c2<758,9>wg2205215later21True", live.Run(name));
        await live.Apply(File.ReadAllBytes(patch3.File));
        Assert.Equal("3c3<759,10>wg3305325later31True", live.Run(name));
        await HotSwap.RollbackAsync(v2);
        Assert.Equal("2c2<758,9>wg2205235later21True", live.Run(name));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("1plain1", live.Run(name));
    }

    private static (string File, PatchResult Result) Make(TestDirectory directory, string name, int version, Configuration configuration, params string[] earlier)
    {
        Build(directory, name, version, configuration);
        var output = directory.File($"{version}.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = directory.File("deployed"), NewPath = directory.File(version.ToString(null, null)), OutputPath = output, EarlierPatches = earlier });
        Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return (output, result);
    }

    private static void Build(TestDirectory directory, string name, int version, Configuration configuration)
    {
        var folder = directory.Sub(version.ToString(null, null));
        var core = Compile("Core", Core);
        if (version == 1)
        {
            Compile("", App, core);
            return;
        }

        var ground = Compile("Ground", Ground);
        var spices = Compile("Spices", Spices, core, ground);
        Compile("", App, core, spices);

        string Compile(string part, string source, params string[] references) => Compiler.CSharp(
            folder,
            name + part,
            $"#define V{version}\n#line 1\n" + source.Replace("NAME", name, StringComparison.Ordinal).Replace("VERSION", version.ToString(null, null), StringComparison.Ordinal),
            configuration,
            references: references);
    }
}
