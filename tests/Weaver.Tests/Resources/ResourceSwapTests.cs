using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Resources;

/// <summary>Code of a release finds the release's embedded resources, in each culture, and the deployed ones again after a rollback.</summary>
[Collection("swaps")]
public class ResourceSwapTests
{
    // Words is what the resource designer writes; other ways in are beside it.
    private const string Program = """
        using System;
        using System.Globalization;
        using System.IO;
        using System.Linq;
        using System.Resources;
        ATTRIBUTE
        namespace Shop
        {
            internal static class Words
            {
                private static ResourceManager resourceMan;
                private static CultureInfo resourceCulture;
                internal static ResourceManager ResourceManager
                {
                    get
                    {
                        if (object.ReferenceEquals(resourceMan, null))
                        {
                            ResourceManager temp = new ResourceManager("Shop.Words", typeof(Words).Assembly);
                            resourceMan = temp;
                        }
                        return resourceMan;
                    }
                }
                internal static CultureInfo Culture { get { return resourceCulture; } set { resourceCulture = value; } }
                internal static string Hello { get { return ResourceManager.GetString("Hello", resourceCulture); } }
            }

            public class Texts { }

            public static class Files
            {
                private static Stream Open(string name) => typeof(Files).Assembly.GetManifestResourceStream(name);
                public static string Read(string name)
                {
                    using var stream = Open(name);
                    return stream == null ? "none" : new StreamReader(stream).ReadToEnd();
                }
                public static string Note()
                {
                    using var stream = typeof(Files).Assembly.GetManifestResourceStream(typeof(Texts), "note.txt");
                    return stream == null ? "none" : new StreamReader(stream).ReadToEnd();
                }
                public static string Names() => string.Join(" ", typeof(Files).Assembly.GetManifestResourceNames().OrderBy(n => n, StringComparer.Ordinal));
                public static bool Has(string name) => typeof(Files).Assembly.GetManifestResourceInfo(name) != null;
            }
        }

        public static class NAME
        {
            private static readonly ResourceManager s_byType = new(typeof(Shop.Texts));

            public static void Run(TextWriter output)
            {
                var before = CultureInfo.CurrentUICulture;
                foreach (var culture in new[] { "", "en", "de", "de-CH", "fr", "fr-CA", "it" })
                {
                    CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
                    Func<string, string> ask = key => Shop.Words.ResourceManager.GetString(key) ?? "null";
                    output.WriteLine($"{culture}: {Shop.Words.Hello} {s_byType.GetString("Bye") ?? "null"} {ask("Only")} {s_byType.GetObject("Bye", CultureInfo.InvariantCulture)}");
                    output.WriteLine($"{culture} sets: {Sets(CultureInfo.CurrentUICulture)}");
                }
                CultureInfo.CurrentUICulture = before;
                foreach (var file in new[] { "Shop.a.sql", "Shop.b.sql", "Shop.c.sql" })
                    output.WriteLine($"{file}: {Shop.Files.Read(file)} {Shop.Files.Has(file)}");
                output.WriteLine(Shop.Files.Note());
                output.WriteLine(Shop.Files.Names());
                try { Shop.Words.ResourceManager.GetResourceSet(null, true, true); } catch (ArgumentNullException e) { output.WriteLine(e.ParamName); }
            }

            // Before anything was made, as it is made, and when it is there.
            private static string Sets(CultureInfo culture)
            {
                var manager = new ResourceManager("Shop.Words", typeof(Shop.Words).Assembly);
                var told = "";
                foreach (var create in new[] { false, true, false })
                {
                    foreach (var parents in new[] { false, true })
                    {
                        told += $" {Ask(manager, culture, create, parents)} {Ask(manager, CultureInfo.InvariantCulture, create, parents)}";
                    }
                }
                return told;
            }

            private static string Ask(ResourceManager manager, CultureInfo culture, bool create, bool parents)
            {
                var set = manager.GetResourceSet(culture, create, parents);
                return set == null ? "-" : set.GetString("Hello") ?? "null";
            }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug, "")]
    [InlineData(Configuration.Release, "")]
    [InlineData(Configuration.Release, "[assembly: NeutralResourcesLanguage(\"en\")]")]
    public async Task Look_ups_find_those_of_their_version(Configuration configuration, string attribute)
    {
        var name = $"Resources{configuration}{attribute.Length}";
        using var builds = new ResourceBuilds(name, configuration);
        AddReleases(builds, Program.Replace("ATTRIBUTE", attribute, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal));
        var live = builds.LoadWoven();
        var before = HotSwap.GetStatus().Current;
        var expected = Enumerable.Range(1, 3).Select(builds.Fresh).ToList();
        Assert.Equal(3, expected.Distinct().Count());
        Assert.Equal(expected[0], live.Run(name));
        for (var round = 0; round < 2; round++)
        {
            foreach (var release in new[] { 2, 3, 2 })
            {
                await live.Apply(builds.Make(release).Bytes);
                Assert.Equal(expected[release - 1], live.Run(name));
            }

            await HotSwap.RollbackAsync(before);
            Assert.Equal(expected[0], live.Run(name));
        }
    }

    [Fact]
    public void The_report_says_who_finds_them()
    {
        const string Name = "ResourceReport";
        using var builds = new ResourceBuilds(Name, Configuration.Release);
        AddReleases(builds, Program.Replace("ATTRIBUTE", "", StringComparison.Ordinal).Replace("NAME", Name, StringComparison.Ordinal));
        var (result, _) = builds.Make(2);
        var brought = result.Diagnostics.Where(static d => d.Id == "HW3332").Select(static d => d.Message).ToList();
        Assert.Contains(brought, static m => m.StartsWith("The resource Shop.Words.resources differs", StringComparison.Ordinal));
        Assert.Contains(brought, static m => m.StartsWith("The resource fr/Shop.Words.fr.resources differs", StringComparison.Ordinal));
        Assert.Contains(brought, static m => m.StartsWith("The resource Shop.a.sql differs", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Diagnostics, static d => d.IsReservation);
        Assert.Contains(result.Edits, static e => e is { Part: "its resources", Kind: EditKind.Changed } && e.Member.Contains("get_Hello", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HW3208", "", "no code")]
    [InlineData("HW3208", "public static string M() => new ResourceManager(\"Shop.Words\", typeof(T).Assembly, typeof(ResourceSet)).GetString(\"Hello\");", "which finds the deployed one")]
    [InlineData("HW3208", "class Own : ResourceManager { public Own() : base(\"Shop.Words\", typeof(T).Assembly) { } } public static string M() => new Own().GetString(\"Hello\");", "in its own way")]
    [InlineData("HW3208", "public static Func<string, string> M() => new ResourceManager(\"Shop.Words\", typeof(T).Assembly).GetString;", "makes a delegate of")]
    [InlineData("HW3333", "static readonly string s = M(); public static string M() => new ResourceManager(\"Shop.Words\", typeof(T).Assembly).GetString(\"Hello\");", "initialises a type")]
    [InlineData("HW3333", "static readonly string s = new ResourceManager(\"Shop.Words\", typeof(T).Assembly).GetString(\"Hello\");", "initialised its type")]
    [InlineData("HW3333", "public static void M() { while (true) { System.Threading.Thread.Sleep(1); Console.WriteLine(new ResourceManager(\"Shop.Words\", typeof(T).Assembly).GetString(\"Hello\")); } }", "a loop that runs")]
    public void What_keeps_or_finds_the_deployed_one_is_named(string id, string member, string reason)
    {
        using var builds = new ResourceBuilds("ResourceNames", Configuration.Release);
        var source = $"using System; using System.Resources; public class T {{ {member} public int N() => CHANGE + Environment.TickCount; }}";
        var texts = new Dictionary<string, string> { ["/Shop.Words/Hello"] = "hello" };
        var files = new Dictionary<string, string>();
        builds.Add(source.Replace("CHANGE", "1", StringComparison.Ordinal), files, texts);
        texts["/Shop.Words/Hello"] = "good day";
        builds.Add(source.Replace("CHANGE", "2", StringComparison.Ordinal), files, texts);
        Assert.Contains(builds.Make(2).Result.Diagnostics, d => d.Id == id && d.Message.Contains(reason, StringComparison.Ordinal));
    }

    private static void AddReleases(ResourceBuilds builds, string source)
    {
        var texts = new Dictionary<string, string>
        {
            ["/Shop.Words/Hello"] = "hello",
            ["/Shop.Words/Only"] = "only",
            ["de/Shop.Words/Hello"] = "hallo",
            ["de-CH/Shop.Words/Hello"] = "gr\u00FCezi",
            ["it/Shop.Words/Hello"] = "ciao",
            ["/Shop.Texts/Bye"] = "bye",
            ["de/Shop.Texts/Bye"] = "tsch\u00FCss",
        };
        var files = new Dictionary<string, string> { ["Shop.a.sql"] = "select 1", ["Shop.b.sql"] = "select b", ["Shop.note.txt"] = "note" };
        builds.Add(source, files, texts);
        texts["/Shop.Words/Hello"] = "good day";
        texts["/Shop.Words/Only"] = "only once";
        texts["fr/Shop.Words/Hello"] = "bonjour";
        texts["de/Shop.Texts/Bye"] = "bis bald";
        texts.Remove("it/Shop.Words/Hello");
        files["Shop.a.sql"] = "select 2";
        files["Shop.note.txt"] = "another note";
        files.Remove("Shop.b.sql");
        files["Shop.c.sql"] = "select c";
        builds.Add(source, files, texts);
        // In one culture only, and with the deployed texts of others.
        texts["/Shop.Words/Hello"] = "hello";
        texts["de/Shop.Words/Hello"] = "guten Tag";
        texts["it/Shop.Words/Hello"] = "ciao";
        files["Shop.b.sql"] = "select b";
        builds.Add(source, files, texts);
    }
}
