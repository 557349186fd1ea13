using System.Runtime.Loader;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Assemblies and newer versions of assemblies that only the new build has.</summary>
[Collection("swaps")]
public sealed class DependencyTests : IDisposable
{
    private const string Deeper = "namespace Deeper { public static class Sum { public static int Of(int a, int b) => a + b; } }";
    private const string Extra = "namespace Extra { public class Pot { public int Held; public int Add(int n) => Held = Deeper.Sum.Of(Held, n); } }";

    private const string App = """
        using System.IO;
        public class Kitchen
        {
        #if V3
            private readonly Extra.Pot pot = new() { Held = 100 };
            public int Cook(int n) { pot.Held *= 2; return pot.Add(n) + 1; }
        #elif V2
            private readonly Extra.Pot pot = new() { Held = 100 };
            public int Cook(int n) { return pot.Add(n) + ToString()!.Length * 0; }
        #else
            public int Cook(int n) { return n + ToString()!.Length * 0; }
        #endif
        }
        public static class NAME { private static readonly Kitchen kitchen = new(); public static void Run(TextWriter output) => output.Write(kitchen.Cook(1)); }
        """;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_assembly_that_the_new_build_brings_goes_along_live_and_back(bool inDefault)
    {
        var name = "Brings" + inDefault;
        // Each case's own, since what is loaded stays.
        var (deeper, extra) = (Deeper.Replace("Deeper", "Deeper" + inDefault, StringComparison.Ordinal), Extra.Replace("Deeper.", $"Deeper{inDefault}.", StringComparison.Ordinal));
        var woven = Weaving.All(Compiler.CSharp(_directory.Sub("1"), name, App.Replace("NAME", name, StringComparison.Ordinal), Configuration.Release), _directory.Sub("deployed"));
        var second = Build(name, "2", deeper, extra, "Deeper" + inDefault, "Extra" + inDefault);
        var third = Build(name, "3", deeper, extra, "Deeper" + inDefault, "Extra" + inDefault);

        var live = inDefault ? Loaded.As(AssemblyLoadContext.Default.LoadFromAssemblyPath(woven)) : Loaded.From(woven);
        Assert.Equal("1", live.Run(name));
        var first = HotSwap.GetStatus().Current;
        var (patch2, result) = Make(second);
        Assert.Equal(["Deeper" + inDefault, "Extra" + inDefault], result.Dependencies);
        Assert.Equal(2, result.Diagnostics.Count(static d => d.Id == "HW3522"));
        await HotSwap.ApplyAsync(patch2, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("101", live.Run(name));
        Assert.Equal("102", live.Run(name));

        // The next patch finds the object that the first one's code made.
        await HotSwap.ApplyAsync(Make(third).Patch, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("206", live.Run(name));
        await HotSwap.RollbackAsync();
        Assert.Equal("206", live.Run(name));
        await HotSwap.RollbackAsync(first);
        Assert.Equal("1", live.Run(name));
    }

    [Fact]
    public async Task HW6120_another_build_of_what_an_earlier_patch_brought_is_refused()
    {
        var woven = Weaving.All(Compiler.CSharp(_directory.Sub("1"), "Rebuilt", App.Replace("NAME", "Rebuilt", StringComparison.Ordinal), Configuration.Release), _directory.Sub("deployed"));
        var (one, _) = Make(Build("Rebuilt", "2", Deeper, Extra));
        var (other, _) = Make(Build("Rebuilt", "3", Deeper, Extra.Replace("=> Held =", "=> Held = 1 +", StringComparison.Ordinal)));
        var live = Loaded.From(woven);
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(one, new SwapOptions { LoadContext = live.Context });
        var refusal = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(other, new SwapOptions { LoadContext = live.Context }));
        Assert.Equal("HW6120", refusal.Code);
        Assert.Contains("another patch brought", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("101", live.Run("Rebuilt"));
        await HotSwap.RollbackAsync(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_lies_in_a_package_is_not_the_applications_own(bool isPackage)
    {
        var woven = Weaving.All(Compiler.CSharp(_directory.Sub("1"), "Packaged", App.Replace("NAME", "Packaged", StringComparison.Ordinal), Configuration.Release), _directory.Sub("deployed"));
        var lowest = Compiler.CSharp(_directory.Sub("2"), "Deeper", Deeper, Configuration.Release);
        var extra = Compiler.CSharp(_directory.Sub("packages").Sub("extra").Sub("lib").Sub("net10.0"), "Extra", Extra, Configuration.Release, references: lowest);
        if (isPackage)
            File.WriteAllText(_directory.File("packages/extra/extra.nuspec"), "<package/>");
        var app = Compiler.CSharp(_directory.Sub("2"), "Packaged", "#define V2\n" + App.Replace("NAME", "Packaged", StringComparison.Ordinal), Configuration.Release, references: extra);
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = app, References = [extra] });
        Assert.Equal(
            ["Deeper 0.0.0.0 is not deployed; the patch brings it, swappable.", $"Extra 0.0.0.0 is not deployed; the patch brings it, {(isPackage ? "not swappable" : "swappable")}."],
            result.Diagnostics.Where(static d => d.Id == "HW3522").Select(static d => d.Message));
    }

    [Fact]
    public void HW3041_what_is_no_assembly_of_IL_cannot_go_along()
    {
        Weaving.All(Compiler.CSharp(_directory.Sub("1"), "Native", App.Replace("NAME", "Native", StringComparison.Ordinal), Configuration.Release), _directory.Sub("deployed"));
        var folder = Build("Native", "2", Deeper, Extra);
        MarkAsMixed(Path.Combine(folder, "Extra.dll"));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Deployed, NewPath = folder });
        Assert.Equal((PatchOutcome.Failed, PatchVerdict.Restart), (result.Outcome, result.Verdict));
        Assert.Contains("Extra.dll", Assert.Single(result.Diagnostics, static d => d.Id == "HW3041").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runtimes/linux-x64/native/libpots.so", true)]
    [InlineData("pots.dll", true)]
    [InlineData("runtimes/linux-x64/native/libother.so", false)]
    public void HW3041_native_libraries_cannot_go_along(string file, bool isRefused)
    {
        Weaving.All(Compiler.CSharp(_directory.Sub("1"), "Calling", App.Replace("NAME", "Calling", StringComparison.Ordinal), Configuration.Release), _directory.Sub("deployed"));
        const string Native = "[System.Runtime.InteropServices.DllImport(\"pots\")] public static extern int Count(); [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int getpid(); public int Add";
        var folder = Build("Calling", "2", Deeper, Extra.Replace("public int Add", Native, StringComparison.Ordinal));
        var library = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.WriteAllText(library, "native");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Deployed, NewPath = folder });
        Assert.Equal(isRefused ? PatchVerdict.Restart : PatchVerdict.Live, result.Verdict);
        Assert.Equal(
            isRefused ? [$"The new build needs the native library {file}, which is not deployed, and a patch cannot bring it (Extra 0.0.0.0 calls it; patches bring assemblies only). Deploy with a restart."] : [],
            result.Diagnostics.Where(static d => d.Id == "HW3041").Select(static d => d.Message));
        // Where the deployed build has it, it is found.
        File.WriteAllText(Path.Combine(Deployed, "libpots.so"), "native");
        Assert.Equal(PatchVerdict.Live, PatchMaker.Make(new PatchRequest { BaselinePath = Deployed, NewPath = folder }).Verdict);
    }

    [Theory]
    [InlineData("lib.Both(1)", null)]
    [InlineData("lib.Later(1)", "HW3040")]
    public async Task A_newer_version_of_a_dependency_stays_behind(string use, string? refused)
    {
        const string Lib = "[assembly: System.Reflection.AssemblyVersion(\"NUMBER.0.0.0\")] public class Lib { public int Both(int n) => n + NUMBER; MORE }";
        const string Source = "public class Kitchen { private readonly Lib lib = new(); public int Cook() { return USE + ToString()!.Length * 0; } } public static class Upgraded { private static readonly Kitchen kitchen = new(); public static void Run(System.IO.TextWriter output) => output.Write(kitchen.Cook()); }";
        var lib1 = Compiler.CSharp(_directory.Sub("1"), "Lib", Lib.Replace("NUMBER", "1", StringComparison.Ordinal).Replace("MORE", "", StringComparison.Ordinal), Configuration.Release);
        var lib2 = Compiler.CSharp(_directory.Sub("2"), "Lib", Lib.Replace("NUMBER", "2", StringComparison.Ordinal).Replace("MORE", "public int Later(int n) => n;", StringComparison.Ordinal), Configuration.Release);
        var plain = Compiler.CSharp(_directory.Sub("1"), "Upgraded", Source.Replace("USE", "lib.Both(5)", StringComparison.Ordinal), Configuration.Release, references: lib1);
        Compiler.CSharp(_directory.Sub("2"), "Upgraded", Source.Replace("USE", use + " + 1000", StringComparison.Ordinal), Configuration.Release, references: lib2);
        var woven = Weaving.All(plain, _directory.Sub("deployed"));
        File.Copy(lib1, Path.Combine(Deployed, "Lib.dll"));

        var output = _directory.File("upgraded.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Deployed, NewPath = Path.GetDirectoryName(lib2)!, OutputPath = output });
        Assert.Contains("Lib 2.0.0.0, the deployed one 1.0.0.0", Assert.Single(result.Diagnostics, static d => d.Id == "HW3241").Message, StringComparison.Ordinal);
        Assert.Equal(refused, result.Diagnostics.FirstOrDefault(static d => d.Severity == Diagnostics.DiagnosticSeverity.Error)?.Id);
        if (refused is not null)
        {
            Assert.StartsWith("Kitchen.Cook() uses System.Int32 Lib::Later(System.Int32)", result.Diagnostics.Single(d => d.Id == refused).Message, StringComparison.Ordinal);
            Assert.Equal(1, result.Diagnostics.Single(d => d.Id == refused).Location!.Line);
            return;
        }

        var live = Loaded.From(woven);
        Assert.Equal("6", live.Run("Upgraded"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(output, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("1002", live.Run("Upgraded"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("6", live.Run("Upgraded"));
    }

    [Theory]
    [InlineData("lib.Both(5)", null)]
    [InlineData("lib.Later(1)", "Extra.Pot.Add(Int32) uses System.Int32 Lib::Later(System.Int32), which Lib 1.0.0.0")]
    [InlineData("new Deepest().Value", "Extra.Pot.Add(Int32) uses Deepest, which Lib 1.0.0.0")]
    public async Task What_is_brought_is_bound_to_deployed_versions_and_checked(string use, string? refused)
    {
        // The application refers to the deployed version all along; only what is brought asks for the newer one.
        const string Lib = "[assembly: System.Reflection.AssemblyVersion(\"NUMBER.0.0.0\")] public class Lib { public int Both(int n) { return n + NUMBER; } MORE";
        const string Caller = "namespace Extra { public class Pot { private readonly Lib lib = new(); public int Held; public int Add(int n) { var sum = Held + n;\n Held = USE;\n return sum + Held; } } }";
        const string Source = "public class Kitchen { public int Cook(Lib lib) { return lib.Both(1) USE; } } public static class Bound { private static readonly Kitchen kitchen = new(); public static void Run(System.IO.TextWriter output) => output.Write(kitchen.Cook(new())); }";
        var lib1 = Compiler.CSharp(_directory.Sub("1"), "Lib", Lib.Replace("NUMBER", "1", StringComparison.Ordinal).Replace("MORE", "}", StringComparison.Ordinal), Configuration.Release);
        var lib2 = Compiler.CSharp(_directory.Sub("2"), "Lib", Lib.Replace("NUMBER", "2", StringComparison.Ordinal).Replace("MORE", "public int Later(int n) => n; } public class Deepest { public int Value = 3; }", StringComparison.Ordinal), Configuration.Release);
        var name = "Extra" + (refused is null ? "Bound" : "Refused");
        var extra = Compiler.CSharp(_directory.Sub("2"), name, Caller.Replace("USE", use, StringComparison.Ordinal), Configuration.Release, references: lib2);
        var plain = Compiler.CSharp(_directory.Sub("1"), "Bound", Source.Replace("USE", "", StringComparison.Ordinal), Configuration.Release, references: lib1);
        Compiler.CSharp(_directory.Sub("2"), "Bound", Source.Replace("USE", "+ new Extra.Pot().Add(100) + 1000", StringComparison.Ordinal), Configuration.Release, references: [lib1, extra]);
        var woven = Weaving.All(plain, _directory.Sub("deployed"));
        File.Copy(lib1, Path.Combine(Deployed, "Lib.dll"));

        var output = _directory.File("bound.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Deployed, NewPath = Path.GetDirectoryName(lib2)!, OutputPath = output });
        Assert.Contains("Lib 2.0.0.0, the deployed one 1.0.0.0", Assert.Single(result.Diagnostics, static d => d.Id == "HW3241").Message, StringComparison.Ordinal);
        if (refused is not null)
        {
            var lacking = result.Diagnostics.First(static d => d.Severity == Diagnostics.DiagnosticSeverity.Error);
            Assert.Equal("HW3040", lacking.Id);
            Assert.StartsWith(refused, lacking.Message, StringComparison.Ordinal);
            Assert.Equal((PatchVerdict.Restart, "/case/ExtraRefused.cs", 1), (result.Verdict, lacking.Location!.File, lacking.Location.Line));
            return;
        }

        var live = Loaded.From(woven);
        Assert.Equal("2", live.Run("Bound"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(output, new SwapOptions { LoadContext = live.Context });
        // 1 + 1 of the application; 100, and 5 + 1 of the library that is deployed
        Assert.Equal("1108", live.Run("Bound"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("2", live.Run("Bound"));
    }

    private string Deployed => _directory.Sub("deployed").File("");

    private (byte[] Patch, PatchResult Result) Make(string folder)
    {
        var output = _directory.File(Path.GetRandomFileName());
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Deployed, NewPath = folder, OutputPath = output });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        return (File.ReadAllBytes(output), result);
    }

    // Takes the flag "IL only" away (ECMA-335 II.25.3.3.1), as C++/CLI does.
    private static void MarkAsMixed(string path)
    {
        var bytes = File.ReadAllBytes(path);
        using (var file = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(bytes)))
            bytes[file.PEHeaders.CorHeaderStartOffset + 16] &= 0xFE;
        File.WriteAllBytes(path, bytes);
    }

    // The folder of a version's build, its dependencies beside it.
    private string Build(string name, string version, string deeper, string extra, string deeperName = "Deeper", string extraName = "Extra")
    {
        var directory = _directory.Sub(version);
        var lowest = Compiler.CSharp(directory, deeperName, deeper, Configuration.Release);
        var middle = Compiler.CSharp(directory, extraName, extra, Configuration.Release, references: lowest);
        var app = Compiler.CSharp(directory, name, $"#define V{version}\n" + App.Replace("NAME", name, StringComparison.Ordinal), Configuration.Release, references: middle);
        return Path.GetDirectoryName(app)!;
    }
}
