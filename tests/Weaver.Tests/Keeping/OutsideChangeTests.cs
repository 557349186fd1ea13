using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>An assembly given when the patch is made carries state over, and has static fields computed anew, of types of another one.</summary>
[Collection("swaps")]
public class OutsideChangeTests
{
    private const string Library = """
        using System.Collections.Generic;
        namespace Lib;
        [HotWeave.Swappable(Track = true)]
        public class Account
        {
        #if V2
            private decimal balance;
            public void Add(int amount) { balance += amount; }
            public string Show() { return "2:" + (balance * 100).ToString("0", null); }
        #else
            private int cents;
            public void Add(int amount) { cents += amount * 100; }
            public string Show() { return "1:" + cents.ToString("0", null); }
        #endif
        }
        public class Untracked
        {
        #if V2
            private long wide = 5;
            public string Show() { return "2:" + wide++.ToString("0", null); }
        #else
            private int narrow = 5;
            public string Show() { return "1:" + narrow++.ToString("0", null); }
        #endif
        }
        internal static class Rates
        {
        #if V2
            private static List<string> names = new() { "a", "b" };
            internal static int Calls;
            internal static string Show() { Calls++; return string.Join("+", names) + names.Count + "+" + Calls; }
        #else
            private static List<string> names = new() { "a" };
            internal static int Calls;
            internal static string Show() { Calls++; return string.Join("+", names) + names.Count + "+" + Calls; }
        #endif
            internal static void Note(string name) { names.Add(name); }
        }
        public static class NAMELibrary
        {
            private static readonly Account account = new();
            private static readonly Untracked untracked = new();
            public static string Work() { account.Add(1); return account.Show() + "/" + untracked.Show() + "/" + Rates.Show(); }
            public static void Note() { Rates.Note("x"); }
        }
        """;

    private const string App = """
        using Lib;
        using System.IO;
        public static class NAME { public static void Run(TextWriter output) { output.Write(NAMELibrary.Work()); } }
        """;

    private const string Migrations = """
        using HotWeave;
        using Lib;
        [assembly: Reinitialize("Lib.Rates", "names")]
        public static class Migrations
        {
            [CodeChange(typeof(Account))]
            private static void ChangeAccount(Account account, CodeChangeContext change)
            {
                if (change.IsUp)
                    change.Set("balance", change.Get<int>("cents") / 100m);
                else
                    change.Set("cents", (int)(change.Get<decimal>("balance") * 100));
            }
            [CodeChange("Lib.Untracked")]
            private static void ChangeUntracked(object untracked, CodeChangeContext change)
            {
                if (change.IsUp)
                    change.Set<long>("wide", change.Get<int>("narrow"));
                else
                    change.Set("narrow", (int)change.Get<long>("wide"));
            }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task State_of_types_of_other_assemblies_is_carried_over_and_back(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var name = "Outside" + configuration;
        Deploy(directory, name, configuration);
        var result = Make(directory, CompileMigrations(directory, name, Migrations, configuration));
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3218" && d.Message.Contains("Rates", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id is "HW3201" or "HW3217");

        var live = Loaded.From(directory.Sub("deployed").File(name + ".dll"));
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("1:100/1:5/a1+1", live.Run(name));
        for (var round = 0; round < 2; round++)
        {
            var amount = 200 + (round * 200);
            await live.Apply(File.ReadAllBytes(directory.File("p.hotpatch")));
            Assert.Equal($"2:{amount}/2:{6 + (round * 2)}/a+b2+{2 + (round * 2)}", live.Run(name));
            await HotSwap.RollbackAsync(baseline);
            Assert.Equal($"1:{amount + 100}/1:{7 + (round * 2)}/a1+{3 + (round * 2)}", live.Run(name));
        }
    }

    [Fact]
    public async Task State_of_a_type_itself_is_carried_over_and_back()
    {
        using var directory = new TestDirectory();
        const string Name = "OutsideStatic";
        const string Source = """
            using HotWeave;
            internal static class Migrations
            {
                [CodeChange("Lib.Rates")]
                internal static void ChangeRates(CodeChangeContext change) => change.Set("Calls", change.IsUp ? 100 : 50);
            }
            """;
        Deploy(directory, Name, Configuration.Release);
        var result = Make(directory, CompileMigrations(directory, Name, Source, Configuration.Release));
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        var live = Loaded.From(directory.Sub("deployed").File(Name + ".dll"));
        var baseline = HotSwap.GetStatus().Current;
        Assert.EndsWith("+1", live.Run(Name), StringComparison.Ordinal);
        await live.Apply(File.ReadAllBytes(directory.File("p.hotpatch")), acceptsState: true);
        Assert.EndsWith("+101", live.Run(Name), StringComparison.Ordinal);
        await HotSwap.RollbackAsync(baseline, new SwapOptions { AcceptState = true });
        Assert.EndsWith("+51", live.Run(Name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HW3311", "static class Migrations { [CodeChange(\"Lib.None\")] static void M(CodeChangeContext c) { } }")]
    [InlineData("HW3301", "class Migrations { [CodeChange(typeof(Account))] void M(Account a, CodeChangeContext c) { } }")]
    [InlineData("HW3301", "static class Migrations { [CodeChange(typeof(Account))] static int M(Account a, CodeChangeContext c) => 1; }")]
    [InlineData("HW3301", "static class Migrations { [CodeChange(typeof(Account))] static void M(string a, CodeChangeContext c) { } }")]
    [InlineData("HW3301", "static class Migrations { [CodeChange(typeof(Account))] static void M(CodeChangeContext c, Account a) { } }")]
    [InlineData("HW3301", "static class Migrations { [CodeChange(typeof(Account))] static void M(CodeChangeContext c) { } static void M() { } }")]
    [InlineData("HW3303", "static class Migrations { [CodeChange(typeof(Account))] static void M(CodeChangeContext c) { } [CodeChange(typeof(Account))] static void N(CodeChangeContext c) { } }")]
    [InlineData("HW3311", "[assembly: Reinitialize(\"Lib.None\", \"names\")] static class Migrations;")]
    [InlineData("HW3301", "[assembly: Reinitialize(\"Lib.Rates\", \"none\")] static class Migrations;")]
    public void A_mark_that_cannot_hold_is_refused(string code, string source)
    {
        using var directory = new TestDirectory();
        const string Name = "OutsideUnfit";
        Deploy(directory, Name, Configuration.Release);
        var migrations = CompileMigrations(directory, Name, Using(source), Configuration.Release);
        Assert.Contains(Make(directory, migrations).Diagnostics, d => d.Id == code);
    }

    private static string Using(string source)
    {
        const string Names = "using HotWeave; using Lib; ";
        return Names + source;
    }

    private static void Deploy(TestDirectory directory, string name, Configuration configuration)
    {
        Build(directory, name, 1, configuration);
        Build(directory, name, 2, configuration);
        foreach (var file in new[] { name, name + "Lib" })
            Weaving.All(directory.Sub("1").File(file + ".dll"), directory.Sub("deployed"));
    }

    private static PatchResult Make(TestDirectory directory, string migrations) => PatchMaker.Make(new PatchRequest
    {
        BaselinePath = directory.File("deployed"),
        NewPath = directory.File("2"),
        OutputPath = directory.File("p.hotpatch"),
        Migrations = [migrations],
    });

    private static string CompileMigrations(TestDirectory directory, string name, string source, Configuration configuration) =>
        Compiler.CSharp(directory.Sub("migrations"), name + "Migrations", source, configuration, references: directory.Sub("2").File(name + "Lib.dll"));

    private static void Build(TestDirectory directory, string name, int version, Configuration configuration)
    {
        Compile("", App, Compile("Lib", Library));

        string Compile(string part, string source, params string[] references) => Compiler.CSharp(
            directory.Sub(version.ToString(null, null)), name + part, $"#define V{version}\n#line 1\n" + source.Replace("NAME", name, StringComparison.Ordinal), configuration, references: references);
    }
}
