using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>An assembly given when the patch is made says what objects that exist have in new fields.</summary>
[Collection("swaps")]
public class MigrationTests
{
    private const string Library = """
        namespace Lib;
        public class Base { public int Number = 3; }
        #if V2
        public sealed record Rate(string Name, decimal Percent);
        public class Order(string item, Rate rate) : Base
        {
            public string Item => item;
            public Rate Rate { get; } = rate;
            public int Weight { get; } = rate.Name.Length;
            public string Show() { return item + Rate.Name + Rate.Percent + System.Environment.ProcessorCount * 0; }
        }
        internal class Ledger
        {
            internal class Page { internal string Text = "page"; }
            private readonly Page page;
            private readonly System.TimeProvider clock;
            private Ledger(Page page, System.TimeProvider clock) { this.page = page; this.clock = clock; }
            internal static readonly Ledger One = Make(new Page { Text = "made" });
            private static Ledger Make(Page page) => new(page, System.TimeProvider.System);
            internal static string Compare(Ledger[] all) { return all[0].page.Text + all[0].clock.GetType().Name; }
        }
        #else
        public class Order : Base
        {
            private readonly string item;
            public Order(string item) { this.item = item; }
            public string Item => item;
            public string Show() { return item + System.Environment.ProcessorCount * 0; }
        }
        internal class Ledger
        {
            internal class Page { internal string Text = "page"; }
            private Ledger() { }
            internal static readonly Ledger One = Make();
            private static Ledger Make() => new();
            internal static string Compare(Ledger[] all) { return "none" + all[0].GetType().Name; }
        }
        #endif
        public static class NAMELibrary { public static string Ledgers() { return Ledger.Compare([Ledger.One]) + System.Environment.ProcessorCount * 0; } }
        """;

    private const string App = """
        using Lib;
        using System.IO;
        public class NAMEWork
        {
        #if V2
            internal Order old = new("old", new Rate("r", 1));
            internal void Exchange(Order next) { old = next; }
            public string Work() { return old.Show() + "/" + old.Rate.Percent + "/" + old.Weight + "/" + new Order("new", new Rate("n", 5)).Show() + NAMELibrary.Ledgers(); }
        #else
            internal Order old = new("old");
            internal void Exchange(Order next) { old = next; }
            public string Work() { return old.Show() + "/" + new Order("new").Show() + NAMELibrary.Ledgers(); }
        #endif
        }
        public static class NAME { private static readonly NAMEWork work = new(); public static void Run(TextWriter output) => output.Write(work.Work()); }
        """;

    private const string Migrations = """
        using HotWeave;
        using Lib;
        using System;
        public static class Migrations
        {
            private static int made;
            [InitializeExisting(typeof(Order), nameof(Order.Rate))]
            public static Rate Rate(Order order) => new("of " + order.Item + Helper.Count(ref made), order.Number);
            [InitializeExisting("Lib.Order", "Weight")]
            private static int Weight(Base order, IServiceProvider services) => order.Number + (int)services.GetService(typeof(int))!;
            [InitializeExisting("Lib.Ledger", "page")]
            private static object Page(object ledger) => Activator.CreateInstance(ledger.GetType().Assembly.GetType("Lib.Ledger+Page")!, nonPublic: true)!;
            [InitializeExisting("Lib.Ledger", "clock")]
            private static TimeProvider Clock() => TimeProvider.System;
        }
        internal static class Helper { public static int Count(ref int made) => ++made; }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task A_migrations_assembly_fills_fields_of_types_of_other_assemblies(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var name = "Migrated" + configuration;
        var (_, _) = (Build(directory, name, 1, configuration), Build(directory, name, 2, configuration));
        foreach (var file in new[] { name, name + "Lib" })
            Weaving.All(directory.Sub("1").File(file + ".dll"), directory.Sub("deployed"));
        var migrations = CompileMigrations(directory, name, Migrations, configuration);

        var without = Make(directory, []);
        Assert.Equal(["Lib.Ledger.clock", "Lib.Ledger.page", "Lib.Order.<Rate>k__BackingField", "Lib.Order.<Weight>k__BackingField"], without.Diagnostics.Where(static d => d.Id == "HW3022").Select(static d => d.Member!).Order());
        var result = Make(directory, [migrations]);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Empty(result.Dependencies);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id is "HW3310" or "HW3523");

        var live = Loaded.From(directory.Sub("deployed").File(name + ".dll"));
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("old0/new0noneLedger0", live.Run(name));
        HotSwap.Services = new Numbers();
        try
        {
            await live.Apply(File.ReadAllBytes(directory.File("p.hotpatch")));
            for (var i = 0; i < 2; i++)
                Assert.Equal("oldof old130/3/10/newn50pageSystemTimeProvider0", live.Run(name));
            await HotSwap.RollbackAsync(baseline);
        }
        finally
        {
            HotSwap.Services = null;
        }

        Assert.Equal("old0/new0noneLedger0", live.Run(name));
    }

    [Theory]
    [InlineData("HW3311", "[InitializeExisting(\"Lib.None\", \"x\")] static int M() => 1;")]
    [InlineData("HW3301", "[InitializeExisting(typeof(Order), \"none\")] static int M() => 1;")]
    [InlineData("HW3301", "[InitializeExisting(typeof(Order), \"Weight\")] static string M() => \"\";")]
    [InlineData("HW3301", "[InitializeExisting(typeof(Order), \"Weight\")] static int M(string other) => 1;")]
    [InlineData("HW3301", "[InitializeExisting(typeof(Order), \"Weight\")] static int M(Order a, Order b) => 1;")]
    [InlineData("HW3301", "[InitializeExisting(typeof(Order), \"Weight\")] static int M<T>() => 1;")]
    public void A_method_that_cannot_fill_a_field_is_refused(string code, string method)
    {
        using var directory = new TestDirectory();
        const string Name = "Unfit";
        var (_, _) = (Build(directory, Name, 1, Configuration.Release), Build(directory, Name, 2, Configuration.Release));
        foreach (var file in new[] { Name, Name + "Lib" })
            Weaving.All(directory.Sub("1").File(file + ".dll"), directory.Sub("deployed"));
        var migrations = CompileMigrations(directory, Name, "using HotWeave; using Lib; static class Migrations { " + method + " }", Configuration.Release);
        var found = Assert.Single(Make(directory, [migrations]).Diagnostics, d => d.Id == code);
        Assert.StartsWith("Migrations.M", found.Member, StringComparison.Ordinal);
    }

    private static PatchResult Make(TestDirectory directory, IReadOnlyList<string> migrations) => PatchMaker.Make(new PatchRequest
    {
        BaselinePath = directory.File("deployed"),
        NewPath = directory.File("2"),
        OutputPath = directory.File("p.hotpatch"),
        Migrations = migrations,
    });

    private static string CompileMigrations(TestDirectory directory, string name, string source, Configuration configuration) =>
        Compiler.CSharp(directory.Sub("migrations"), name + "Migrations", source, configuration, references: directory.Sub("2").File(name + "Lib.dll"));

    private static string Build(TestDirectory directory, string name, int version, Configuration configuration)
    {
        var library = Compile("Lib", Library);
        return Compile("", App, library);

        string Compile(string part, string source, params string[] references) => Compiler.CSharp(
            directory.Sub(version.ToString(null, null)), name + part, $"#define V{version}\n#line 1\n" + source.Replace("NAME", name, StringComparison.Ordinal), configuration, references: references);
    }

    private sealed class Numbers : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(int) ? 7 : null;
    }
}
