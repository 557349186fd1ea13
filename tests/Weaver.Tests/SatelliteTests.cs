using System.Resources;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Assemblies that a patch brings have their resources for cultures with them.</summary>
[Collection("swaps")]
public sealed class SatelliteTests : IDisposable
{
    private const string Words = """
        using System.Globalization;
        using System.Resources;
        public static class NAMEWords
        {
            private static readonly ResourceManager s_words = new("Words", typeof(NAMEWords).Assembly);
            public static string Hello(string culture) { return s_words.GetString("hello", CultureInfo.GetCultureInfo(culture))!; }
        }
        """;

    private const string App = """
        public class Kitchen { public string Cook() { return USE + ToString()!.Length * 0; } }
        public static class NAME { private static readonly Kitchen kitchen = new(); public static void Run(System.IO.TextWriter output) => output.Write(kitchen.Cook()); }
        """;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resources_for_cultures_come_along(bool inDefault)
    {
        var name = "Speaks" + inDefault;
        var woven = Weaving.All(Compiler.CSharp(_directory.Sub("1"), name, Text(name, App, "\"quiet\""), Configuration.Release), _directory.Sub("deployed"));
        var second = _directory.Sub("2");
        Build(second, name, "guten Tag");
        var live = inDefault ? Loaded.As(AssemblyLoadContext.Default.LoadFromAssemblyPath(woven)) : Loaded.From(woven);
        var before = HotSwap.GetStatus().Current;
        var (patch, result) = Make(second);
        Assert.Equal([name + "Words"], result.Dependencies);
        await live.Apply(File.ReadAllBytes(patch));
        Assert.Equal("hello,guten Tag,gr\u00FCezi0", live.Run(name));

        // A later patch has the texts of its build, and those that were brought beside them.
        var third = _directory.Sub("3");
        Build(third, name, "moin", more: " + 3");
        var (later, differs) = Make(third, patch);
        Assert.StartsWith("The resource de/Words.de.resources differs, and the patch brings it", Assert.Single(differs.Diagnostics, static d => d.Id == "HW3332").Message, StringComparison.Ordinal);
        Assert.DoesNotContain(differs.Diagnostics, static d => d.Id == "HW3208");
        await live.Apply(File.ReadAllBytes(later));
        Assert.Equal("hello,moin,gr\u00FCezi30", live.Run(name));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("quiet0", live.Run(name));
    }

    [Fact]
    public async Task What_a_patch_brought_to_a_plug_in_goes_with_it()
    {
        const string Name = "SpeaksInPlugIn";
        var woven = Weaving.All(Compiler.CSharp(_directory.Sub("1"), Name, Text(Name, App, "\"quiet\""), Configuration.Release), _directory.Sub("deployed"));
        var second = _directory.Sub("2");
        Build(second, Name, "guten Tag");
        var before = HotSwap.GetStatus();
        var (context, brought) = await UsePlugInAsync(Name, woven, File.ReadAllBytes(Make(second).Patch));
        SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !context.IsAlive && !brought.Exists(static b => b.IsAlive);
            },
            TimeSpan.FromMinutes(1));

        Assert.Equal((false, 3, 0), (context.IsAlive, brought.Count, brought.Count(static b => b.IsAlive)));
        var status = HotSwap.GetStatus();
        Assert.Equal(before.Current, status.Current);
        Assert.Empty(status.Versions.Select(static v => v.Number).Except(before.Versions.Select(static v => v.Number)));
        Assert.DoesNotContain(status.Assemblies, static a => a.Name.StartsWith(Name, StringComparison.Ordinal));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference Context, List<WeakReference> Brought)> UsePlugInAsync(string name, string woven, byte[] patch)
    {
        var context = new AssemblyLoadContext(name, isCollectible: true);
        // From memory: a file that is mapped stays open, and could not be removed.
        var live = Loaded.As(context.LoadFromStream(new MemoryStream(await File.ReadAllBytesAsync(woven))));
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = context, Reclaimable = true });
        Assert.Equal("hello,guten Tag,gr\u00FCezi0", live.Run(name));
        List<WeakReference> brought = [.. context.Assemblies.Where(a => a != live.Assembly).Select(static a => new WeakReference(a))];
        context.Unload();
        return (new WeakReference(context, trackResurrection: true), brought);
    }

    private void Build(TestDirectory directory, string name, string german, string more = "")
    {
        var words = Compiler.CSharp(directory, name + "Words", Text(name, Words, ""), Configuration.Release);
        var use = string.Join(" + \",\" + ", new[] { "fr", "de", "de-CH" }.Select(c => $"{name}Words.Hello(\"{c}\")"));
        Compiler.CSharp(directory, name, Text(name, App, use + more), Configuration.Release, references: words);
        AddWords(words, words, "", "hello");
        AddWords(words, directory.Sub("de").File(name + "Words.resources.dll"), "de", german);
        AddWords(words, directory.Sub("de-CH").File(name + "Words.resources.dll"), "de-CH", "gr\u00FCezi");
        // Called like one of them, and none.
        File.WriteAllText(directory.Sub("notes").File(name + "Words.resources.dll"), "no assembly");
    }

    // An assembly of resources only, save the neutral ones, which are beside the code.
    private static void AddWords(string from, string to, string culture, string text)
    {
        var resources = new MemoryStream();
        using (var writer = new ResourceWriter(resources))
        {
            writer.AddResource("hello", text);
            writer.Generate();
            using var module = ModuleDefinition.ReadModule(from, new ReaderParameters { InMemory = true });
            if (culture.Length > 0)
            {
                module.Resources.Clear();
                foreach (var type in module.Types.Where(static t => t.Name != "<Module>").ToList())
                    module.Types.Remove(type);
                module.Assembly.Name.Name += ".resources";
                module.Assembly.Name.Culture = culture;
                module.Name = Path.GetFileName(to);
            }

            module.Resources.Add(new EmbeddedResource($"Words{(culture.Length > 0 ? "." + culture : "")}.resources", ManifestResourceAttributes.Public, resources.ToArray()));
            module.Write(to, new WriterParameters { DeterministicMvid = true });
        }
    }

    private static string Text(string name, string source, string use) => source.Replace("NAME", name, StringComparison.Ordinal).Replace("USE", use, StringComparison.Ordinal);

    private (string Patch, PatchResult Result) Make(TestDirectory folder, params string[] earlier)
    {
        var output = _directory.File(Path.GetRandomFileName());
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = _directory.File("deployed"), NewPath = folder.Path, OutputPath = output, EarlierPatches = earlier });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        return (output, result);
    }
}
