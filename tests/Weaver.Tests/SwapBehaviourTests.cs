using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What running code, several assemblies, moved ordinals and several patches in a row see.</summary>
[Collection("swaps")]
public class SwapBehaviourTests
{
    [Fact]
    public async Task Copies_in_two_load_contexts_move_together_and_share_nothing()
    {
        const string Source = """
            using System;
            using System.IO;
            using System.Threading.Tasks;
            public class Counter
            {
                public int Base = 1;
            #if V2
                private static int made;
                private int added = 40;
                public int Next() { made++; added++; return new Step { By = Base }.Of(added) * 100 + made; }
            #else
                public int Next() { Base++; return Base + Environment.ProcessorCount * 0 + ToString()!.Length * 0; }
            #endif
            }
            #if V2
            public class Step { public int By; public int Of(int n) => n + By; }
            #endif
            public static class Copied
            {
                private static readonly Counter counter = new();
                public static void Run(TextWriter output) => output.Write(counter.Next() + " " + counter.Next());
            }
            """;
        using var swap = new SwapCase("Copied", Configuration.Release, source: Source);
        var patch = swap.MakePatch(swap.Plain2).Bytes;
        var (one, two) = (Loaded.From(swap.Woven1), Loaded.From(swap.Woven1));
        Assert.Equal(("2 3", "2 3"), (one.Run("Copied"), two.Run("Copied")));
        await HotSwap.ApplyAsync(patch);
        Assert.Equal("4401 4502", one.Run("Copied"));
        Assert.Equal("4401 4502", two.Run("Copied"));
        Assert.Equal("4603 4704", one.Run("Copied"));
        await HotSwap.RollbackAsync();
        Assert.Equal(("4 5", "4 5"), (one.Run("Copied"), two.Run("Copied")));
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Running_activations_end_on_the_version_they_began_with(Configuration configuration)
    {
        const string Source = """
            using System.Collections.Generic;
            using System.IO;
            using System.Threading.Tasks;
            public class Worker
            {
                public static TaskCompletionSource Gate = new();
            #if V2
                public IEnumerable<string> Steps() { yield return "a2"; yield return "b2"; yield return "c2"; }
                public async Task<string> Wait() { var before = "began 2"; await Gate.Task; return before + " ended 2"; }
            #else
                public IEnumerable<string> Steps() { yield return "a1"; yield return "b1"; }
                public async Task<string> Wait() { var before = "began 1"; await Gate.Task; return before + " ended 1"; }
            #endif
            }
            public static class Running
            {
                private static readonly Worker worker = new();
                private static IEnumerator<string> steps = null!;
                private static Task<string> task = null!;
                public static void Prepare() { steps = worker.Steps().GetEnumerator(); steps.MoveNext(); task = worker.Wait(); }
                public static void Run(TextWriter output)
                {
                    output.Write(steps.Current);
                    while (steps.MoveNext()) output.Write(steps.Current);
                    Worker.Gate.TrySetResult();
                    output.Write("|" + task.Result + "|" + string.Join("", worker.Steps()) + "|" + worker.Wait().Result);
                }
            }
            """;
        using var swap = new SwapCase("Running", configuration, source: Source);
        var patch = swap.MakePatch(swap.Plain2).Bytes;
        var live = Loaded.From(swap.Woven1);
        swap.Prepare(live);
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("a1b1|began 1 ended 1|a2b2c2|began 2 ended 2", live.Run("Running"));
        await HotSwap.RollbackAsync(before);
        Assert.EndsWith("|a1b1|began 1 ended 1", live.Run("Running"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Behaviour_35_lambdas_match_although_members_before_them_are_new(Configuration configuration)
    {
        const string Source = """
            using System;
            using System.Collections.Generic;
            using System.IO;
            public class Table
            {
            #if V2
                public Func<int> Before() { var x = 5; Func<int> f = () => x; return () => f() + 1; }
                public object Another() => new { A = 1, B = "b" };
            #endif
                public readonly List<Func<string, string>> Items = [];
                public void Fill(string captured)
                {
                    Items.Add(s => s.ToUpperInvariant());
                    Items.Add(s => s + captured);
            #if V2
                    var anonymous = new { Name = captured, Before = Before()() };
                    Items[0]("x");
                    Extra = anonymous.ToString() + Another();
            #endif
                    var known = new { Name = captured };
                    Items.Add(s => known.Name + s + known);
                }
            #if V2
                public string Extra { set => Console.Error.Write(value.Length > 1000 ? value : ""); }
            #endif
            }
            public static class Moved
            {
                private static readonly Table table = new();
                public static void Prepare() => table.Fill("c");
                public static void Run(TextWriter output)
                {
                    foreach (var item in table.Items) output.Write(item("i") + ";");
                    table.Items.RemoveRange(3, table.Items.Count - 3);
                    table.Fill("d");
                }
            }
            """;
        using var swap = new SwapCase("Moved", configuration, source: Source);
        var (result, patch) = swap.MakePatch(swap.Plain2);
        Assert.DoesNotContain(result.Diagnostics, d => d.Id == "HW3205");
        Assert.Equal(["Table.Another()", "Table.Before()", "Table.Fill(String)", "Table.set_Extra(String)"], result.Edits.Select(e => e.Member).Order(StringComparer.Ordinal));
        var live = Loaded.From(swap.Woven1);
        swap.Prepare(live);
        var expected = live.Run("Moved");
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("I;ic;ci{ Name = c };I;id;di{ Name = d };", live.Run("Moved"));
        Assert.Equal("I;ic;ci{ Name = c };I;id;di{ Name = d };", live.Run("Moved"));
        await HotSwap.RollbackAsync(before);
        Assert.StartsWith(expected, live.Run("Moved"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_assemblies_move_together()
    {
        const string Library = """
            namespace Lib;
            public class Tariff
            {
            #if V2
                public int Price(int n) => n * 3 + Discount(n);
                public int Discount(int n) => -n;
                public static string Name => "two";
            #else
                public int Price(int n) => n * 2;
                public static string Name => "one";
            #endif
                public string Label(string text) { return text + ":" + Name + text.Length; }
            }
            """;
        const string Program = """
            using System.IO;
            public static class Together
            {
                public static void Run(TextWriter output) => output.Write(Show(new Lib.Tariff()));
                private static string Show(Lib.Tariff tariff) => tariff.Price(4) + tariff.Label("l") + Lib.Tariff.Name
            #if V2
                    + tariff.Discount(9)
            #endif
                    ;
            }
            """;
        using var directory = new TestDirectory();
        var old = Build(directory.Sub("1"), "");
        var @new = Build(directory.Sub("2"), "#define V2\n#line 1\n");
        var woven = directory.Sub("woven");
        foreach (var file in Directory.GetFiles(old, "*.dll"))
            Weaving.All(file, woven);
        var output = directory.File("p.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven.Path, NewPath = @new, OutputPath = output });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));

        var live = Loaded.From(woven.File("Together.dll"));
        Assert.Equal("8l:one1one", live.Run("Together"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(output, new SwapOptions { LoadContext = live.Context });
        Assert.Equal(Loaded.From(Path.Combine(@new, "Together.dll")).Run("Together"), live.Run("Together"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("8l:one1one", live.Run("Together"));

        string Build(TestDirectory target, string prefix)
        {
            var library = Compiler.CSharp(target, "TogetherLib", prefix + Library, Configuration.Release);
            Compiler.CSharp(target, "Together", prefix + Program, Configuration.Release, references: [library]);
            return target.Path;
        }
    }

    [Fact]
    public async Task Versions_go_in_any_order_and_back()
    {
        const string Source = """
            using System.IO;
            public class Steps
            {
                public int Calls;
                public string Next(string text) { Calls++; return Text() + text + Calls; }
            #if V3
                private string Text() => "three" + More();
                private string More() { return "+" + Calls; }
            #elif V2
                private string Text() => "two";
            #else
                private string Text() => "one";
            #endif
            }
            public static class Order
            {
                private static readonly Steps steps = new();
                public static void Run(TextWriter output) => output.Write(steps.Next("-"));
            }
            """;
        using var swap = new SwapCase("Order", Configuration.Release, source: Source);
        using var directory = new TestDirectory();
        var three = Compiler.CSharp(directory, Path.GetFileNameWithoutExtension(swap.Plain1), "#define V3\n#line 1\n" + Source, Configuration.Release);
        var patch2 = swap.MakePatch(swap.Plain2).Bytes;
        var patch3 = swap.MakePatch(three).Bytes;
        var live = Loaded.From(swap.Woven1);
        var options = new SwapOptions { LoadContext = live.Context };
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("one-1", live.Run("Order"));
        await HotSwap.ApplyAsync(patch3, options);
        var version3 = HotSwap.GetStatus().Current;
        Assert.Equal("three+2-2", live.Run("Order"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two-3", live.Run("Order"));
        await HotSwap.RollbackAsync(version3);
        Assert.Equal("three+4-4", live.Run("Order"));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("one-5", live.Run("Order"));
        await HotSwap.ApplyAsync(patch2, options);
        Assert.Equal("two-6", live.Run("Order"));
        await HotSwap.RollbackAsync(baseline);
    }

    [Fact]
    public async Task Protected_members_of_base_types_are_found_behind_facades()
    {
        const string Source = """
            using System;
            using System.IO;
            using System.Runtime.Serialization;
            public class Binder : SerializationBinder
            {
                private readonly string text;
            #if V2
                public Binder(string text) { this.text = text.Trim() + " from version 2"; }
            #else
                public Binder(string text) { this.text = text.Trim() + " from version 1"; }
            #endif
                public override Type BindToType(string assembly, string type) => throw new Exception(text);
                public override string ToString() => text;
            }
            public static class Facade
            {
                public static void Run(TextWriter output) => output.Write(new Binder(" bound "));
            }
            """;
        using var swap = new SwapCase("Facade", static (directory, version) =>
        {
            var compiled = Compiler.CSharp(directory.Sub("direct"), "Facade", (version == 2 ? "#define V2\n" : "") + Source, Configuration.Release);
            using var module = Mono.Cecil.ModuleDefinition.ReadModule(compiled);
            var reference = module.AssemblyReferences.Single(static r => r.Name == typeof(System.Runtime.Serialization.SerializationBinder).Assembly.GetName().Name);
            reference.Name = "netstandard";
            reference.Version = new Version(2, 0, 0, 0);
            reference.PublicKeyToken = [0xcc, 0x7b, 0x13, 0xff, 0xcd, 0x2d, 0xdd, 0x51];
            var path = directory.File("Facade.dll");
            module.Write(path);
            return path;
        });
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
    }
}
