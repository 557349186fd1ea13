using System.Runtime.Loader;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Assemblies that a patch brought change again in later patches, with their objects alive.</summary>
[Collection("swaps")]
public class CarriedChainTests
{
    // What the second version brings, itself needing another; both change in the third.
    private const string Deeper = """
        namespace Deeper;
        public static class Sum
        {
        #if V3
            public static int Of(int a, int b) { return Scale(a) + b * Weights.Length; }
            public static int Scale(int a) { return a * 10; }
            private static readonly int[] Weights = [1, 2];
        #else
            public static int Of(int a, int b) { return a + b * (a.ToString().Length > 0 ? 1 : 0); }
        #endif
        }
        """;

    private const string Extra = """
        using System;
        namespace Extra;
        public interface IPot { string Show(); }
        public class Pot(string name) : IPot
        {
            public int Held;
            public readonly Func<string> Greeting = () => "hello";
            public event Action? Filled;
            public void Listen() { Filled += Ring; }
        #if V3
            public string Label = "label";
            public string Show() { Label += "!"; return "three " + name + Held + Label + new Lid().Size(this) + Greeting(); }
            public int Add(int n) { Filled?.Invoke(); return Held = Deeper.Sum.Of(Held, n) + Deeper.Sum.Scale(n); }
            private void Ring() { Held += 1000 * name.Length; }
        #elif V4
            public string Label = "label";
            public string Show() { Label += "?"; return "four " + name + Held + Label + new Lid().Size(this) + Greeting(); }
            public int Add(int n) { Filled?.Invoke(); return Held = Deeper.Sum.Of(Held, n) - n; }
            private void Ring() { Held += 20000 * name.Length; }
        #else
            public string Show() { return "two " + name + Held + Greeting(); }
            public int Add(int n) { Filled?.Invoke(); return Held = Deeper.Sum.Of(Held, n); }
            private void Ring() { Held += 100 * name.Length; }
        #endif
        }
        #if V3
        public class Lid { public int Size(Pot pot) { return pot.Held % 7; } }
        #elif V4
        public class Lid { public int Size(Pot pot) { return pot.Held % 7 + 70; } }
        #endif
        """;

    private const string App = """
        using System.Collections.Generic;
        using System.IO;
        public class Kitchen
        {
            public static readonly List<object> Kept = [];
        #if V2 || V3 || V4
            public string Cook(int n)
            {
        #if LABEL
                n += new Extra.Pot("q").Label.Length;
        #endif
                if (Kept.Count == 0) { var made = new Extra.Pot("p"); made.Listen(); Kept.Add(made); Kept.Add(new System.Func<string>(made.Show)); }
                var pot = (Extra.Pot)Kept[0];
                pot.Add(n);
                return VERSION + ((Extra.IPot)pot).Show() + "|" + ((System.Func<string>)Kept[1])();
            }
        #elif V5
            public string Cook(int n) { return "5" + ((System.Func<string>)Kept[1])(); }
        #else
            public string Cook(int n) { return n + "plain" + Kept.Count; }
        #endif
        }
        public static class NAME { private static readonly Kitchen kitchen = new(); public static void Run(TextWriter output) => output.Write(kitchen.Cook(1)); }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task What_a_patch_brought_changes_again_live_and_back(Configuration configuration)
    {
        using var releases = new Releases("Carried" + configuration, configuration);
        var live = Loaded.From(releases.Woven);
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("1plain0", live.Run(releases.Name));
        var v2 = await live.Apply(releases.Patches[0]);
        Assert.Equal("2two p101hello|two p101hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[1]);
        // (101 + 1000) * 10 + 1 * 2 + 10
        Assert.Equal("3three p11022label!4hello|three p11022label!!4hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[2]);
        // 11022 + 20000 + 1 - 1
        Assert.Equal("4four p31022label!!?75hello|four p31022label!!??75hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync(v2);
        Assert.Equal("2two p31123hello|two p31123hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[1]);
        Assert.Equal("3three p321242label!!??!5hello|three p321242label!!??!!5hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[0]);
        Assert.Equal("2two p321343hello|two p321343hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("1plain2", live.Run(releases.Name));
    }

    [Fact]
    public async Task A_later_patch_alone_brings_the_assemblies_that_it_changes()
    {
        using var releases = new Releases("CarriedAlone", Configuration.Release);
        var live = Loaded.From(releases.Woven);
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(releases.Patches[2]);
        Assert.Equal("4four p20000label?71hello|four p20000label??71hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[0]);
        Assert.Equal("2two p20101hello|two p20101hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[1]);
        Assert.Equal("3three p211022label??!0hello|three p211022label??!!0hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal("1plain2", live.Run(releases.Name));
    }

    [Fact]
    public void The_report_names_the_edits_of_what_an_earlier_patch_brought()
    {
        using var releases = new Releases("CarriedReport", Configuration.Release);
        var third = releases.Results[1];
        Assert.Equal([releases.DeeperName, releases.ExtraName], third.Dependencies);
        Assert.Contains(third.Edits, static e => e is { Kind: EditKind.Changed, Member: "Extra.Pot.Show()" });
        Assert.Contains(third.Edits, static e => e is { Kind: EditKind.Added, Type: "Extra.Lid" });
        Assert.Contains(third.Edits, static e => e is { Kind: EditKind.Added, Member: "Deeper.Sum.Scale(Int32)" });
        Assert.DoesNotContain(third.Edits, static e => e.Type == "Extra.Pot" && e.Kind == EditKind.Added && e.Member == "Extra.Pot");
        var again = releases.Make(2, releases.Files[0]);
        Assert.DoesNotContain(again.Edits, static e => e.Type.StartsWith("Extra", StringComparison.Ordinal) || e.Type.StartsWith("Deeper", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(releases.Files[1]), File.ReadAllBytes(releases.MakeFile(3, releases.Files[0])));
    }

    [Fact]
    public async Task What_a_build_wove_itself_changes_in_the_default_context_too()
    {
        using var releases = new Releases("CarriedWoven", Configuration.Release, (directory, file) => File.Copy(Weaving.All(file, directory.Sub("woven")), file, overwrite: true));
        var live = Loaded.As(AssemblyLoadContext.Default.LoadFromAssemblyPath(releases.Woven));
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(releases.Patches[0]);
        Assert.Equal("2two p101hello|two p101hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[1]);
        Assert.Equal("3three p11022label!4hello|three p11022label!!4hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync();
        Assert.Equal("2two p11123hello|two p11123hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync(baseline);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_patch_that_does_not_change_what_was_brought_takes_it_back(bool knowsEarlier)
    {
        using var releases = new Releases("CarriedLeft" + knowsEarlier, Configuration.Release);
        releases.Build(5, brings: false);
        var patch = File.ReadAllBytes(releases.MakeFile(5, knowsEarlier ? [releases.Files[1]] : []));
        Assert.Equal(knowsEarlier ? [releases.DeeperName, releases.ExtraName] : [], releases.Results[^1].Dependencies);
        var live = Loaded.From(releases.Woven);
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(releases.Patches[1]);
        Assert.Equal("3three p10012label!2hello|three p10012label!!2hello", live.Run(releases.Name));
        await live.Apply(patch);
        Assert.Equal("5two p10012hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync();
        Assert.StartsWith("3three ", live.Run(releases.Name), StringComparison.Ordinal);
        await HotSwap.RollbackAsync(baseline);
    }

    [Fact]
    public async Task HW3246_what_is_not_swappable_stays_as_it_was_brought()
    {
        const string Deps = """{ "runtimeTarget": { "name": "t" }, "targets": { "t": { "e/1.0.0": { "runtime": { "lib/EXTRA.dll": {} } }, "d/1.0.0": { "runtime": { "DEEPER.dll": {} } } } }, "libraries": { "e/1.0.0": { "type": "package" }, "d/1.0.0": { "type": "project" } } }""";
        using var releases = new Releases("CarriedPackage", Configuration.Release, (directory, file) =>
            File.WriteAllText(directory.File("app.deps.json"), Deps.Replace("EXTRA", "CarriedPackageExtra", StringComparison.Ordinal).Replace("DEEPER", "CarriedPackageDeeper", StringComparison.Ordinal)));
        Assert.Equal(["Extra", "Deeper"], new[] { "not swappable", "swappable" }.Select(s => releases.Results[0].Diagnostics.Single(d => d.Id == "HW3522" && d.Message.EndsWith("it, " + s + ".", StringComparison.Ordinal)).Member!["CarriedPackage".Length..]));
        Assert.Equal(releases.ExtraName, Assert.Single(releases.Results[1].Diagnostics, static d => d.Id == "HW3246").Member);

        var live = Loaded.From(releases.Woven);
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(releases.Patches[0]);
        Assert.Equal("2two p101hello|two p101hello", live.Run(releases.Name));
        await live.Apply(releases.Patches[1]);
        // The lower one has changed: (101 + 100) * 10 + 1 * 2
        Assert.Equal("3two p2012hello|two p2012hello", live.Run(releases.Name));
        await HotSwap.RollbackAsync(baseline);

        releases.Build(3, defines: "#define LABEL\n");
        var refused = Assert.Single(releases.Make(3, releases.Files[0]).Diagnostics, static d => d.Id == "HW3040");
        Assert.StartsWith($"Kitchen.Cook(Int32) uses System.String Extra.Pot::Label, which {releases.ExtraName} 0.0.0.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HW3510_patches_that_bring_different_builds_are_not_earlier_ones_of_one_process()
    {
        using var releases = new Releases("CarriedApart", Configuration.Release);
        var apart = releases.MakeFile(3);
        var result = releases.Make(4, releases.Files[0], apart);
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.Equal(2, result.Diagnostics.Count(d => d.Id == "HW3510" && d.Message.Contains(apart, StringComparison.Ordinal)));
    }

    /// <summary>An application that needs nothing, and later builds that bring two assemblies; each patch is made with the one before at hand.</summary>
    private sealed class Releases : IDisposable
    {
        private readonly TestDirectory _directory = new();
        private readonly Configuration _configuration;
        private readonly Action<TestDirectory, string>? _finish;
        private int _patches;

        /// <param name="name">The application's assembly.</param>
        /// <param name="configuration">How all is compiled.</param>
        /// <param name="finish">What a build does with each assembly that it brings.</param>
        public Releases(string name, Configuration configuration, Action<TestDirectory, string>? finish = null)
        {
            _finish = finish;
            Name = name;
            _configuration = configuration;
            Woven = Weaving.All(Compiler.CSharp(_directory.Sub("1"), name, Text(1, App), configuration), _directory.Sub("woven"));
            string[] earlier = [];
            for (var version = 2; version <= 4; version++)
            {
                Build(version);
                Files.Add(MakeFile(version, earlier));
                earlier = [Files[^1]];
            }
        }

        public string Name { get; }

        public string DeeperName => Name + "Deeper";

        public string ExtraName => Name + "Extra";

        public string Woven { get; }

        public List<string> Files { get; } = [];

        public List<byte[]> Patches => [.. Files.Select(File.ReadAllBytes)];

        public List<PatchResult> Results { get; } = [];

        public PatchResult Make(int version, params string[] earlier) => Make(version, null, earlier);

        public string MakeFile(int version, params string[] earlier)
        {
            var output = _directory.File($"{_patches++}.hotpatch");
            var result = Make(version, output, earlier);
            Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
            Results.Add(result);
            return output;
        }

        public void Dispose() => _directory.Dispose();

        private PatchResult Make(int version, string? output, string[] earlier) => PatchMaker.Make(new PatchRequest
        {
            BaselinePath = Path.GetDirectoryName(Woven)!,
            NewPath = _directory.Sub(version.ToString(null, null)).File(""),
            OutputPath = output,
            EarlierPatches = earlier,
        });

        public void Build(int version, bool brings = true, string defines = "")
        {
            var directory = _directory.Sub(version.ToString(null, null));
            if (!brings)
            {
                Compiler.CSharp(directory, Name, Text(version, App), _configuration);
                return;
            }

            var lowest = Compiler.CSharp(directory, DeeperName, Text(version, Deeper), _configuration);
            var middle = Compiler.CSharp(directory, ExtraName, Text(version, Extra), _configuration, references: lowest);
            Compiler.CSharp(directory, Name, defines + Text(version, App), _configuration, references: middle);
            _finish?.Invoke(directory, lowest);
            _finish?.Invoke(directory, middle);
        }

        private string Text(int version, string source) =>
            $"#define V{version}\n#line 1\n" + source.Replace("NAME", Name, StringComparison.Ordinal).Replace("VERSION", $"\"{version}\"", StringComparison.Ordinal);
    }
}
