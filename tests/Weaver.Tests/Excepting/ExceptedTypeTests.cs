using HotWeave.Testing;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Excepting;

/// <summary>A type that is excepted keeps its deployed code as a whole, the rest of a change goes live without it, and what cannot is named.</summary>
public class ExceptedTypeTests
{
    // Each text prints what Kept and Rest answer; the patch leaves Kept as it is.
    public static TheoryData<string, Configuration> Shapes() => Both(
        "public class Kept { public int A() => X; }",
        "public class Kept { int f; public Kept() { f = X; } public int A() => f; }",
        "public class Kept {\n#if V2\n int g = 7; public int New() => g;\n#endif\n public int A() => X; }",
        "public class Kept { class In { public int B() => X; } public int A() => new In().B(); }",
        "public class Kept {\n#if V2\n class Other { public int B() => 9; }\n#endif\n public int A() => X; }",
        "public class Kept { public int A() { var n = X; System.Func<int> f = () => n; return f(); } }",
        "public class Kept { public int A() {\n#if V2\n System.Func<int> g = () => 5; g();\n#endif\n System.Func<int> f = () => X; return f(); } }",
        "public class Kept { System.Collections.Generic.IEnumerable<int> All() { yield return X; } public int A() { foreach (var i in All()) return i; return 0; } }",
        "public class Kept { async System.Threading.Tasks.Task<int> B() { await System.Threading.Tasks.Task.Yield(); return X; } public int A() => B().Result; }",
        "public class Kept { static readonly int s = X; static Kept() { } public int A() => s; }",
        "public class Kept { public int A() => Box<string>.Value(X); } public static class Box<T> { public static int Value(int x) => x; }",
        "public class Kept { public int A() => new[] { 1, 2, 3, 4, 5, 6, 7, 8, X }[8]; }",
        "public class Kept { public int A() => new { N = X }.N; }",
        "public class Kept { public int A() => new S(X).N; struct S { public S(int n) { N = n; } public int N; } }",
        "public class Kept { public int A() { switch (X.ToString()) { case \"1\": return 1; case \"2\": return 2; case \"3\": return 3; case \"4\": return 4; case \"5\": return 5; case \"6\": return 6; case \"7\": return 7; default: return 0; } } }");

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task The_rest_goes_live_and_back(string kept, Configuration configuration) => GoesLiveAndBack(kept, configuration, Symbols.Portable);

    [Theory]
    [InlineData(Symbols.Embedded, Configuration.Debug)]
    [InlineData(Symbols.Embedded, Configuration.Release)]
    [InlineData(Symbols.None, Configuration.Debug)]
    public Task Symbols_may_be_anywhere(Symbols symbols, Configuration configuration) => GoesLiveAndBack(
        "public class Kept { async System.Threading.Tasks.Task<int> B() { var n = X; await System.Threading.Tasks.Task.Yield(); System.Func<int> f = () => n; return f(); } public int A() => B().Result; }",
        configuration, symbols);

    private static async Task GoesLiveAndBack(string kept, Configuration configuration, Symbols symbols)
    {
        var source = "using System.IO; " + Versions(kept) + "\n" + Versions("public class Rest { public int A() { return X; } }")
            + "\npublic static class Program { public static void Run(TextWriter o) { o.WriteLine(new Kept().A() + \" \" + new Rest().A()); } }";
        using var builds = new ExceptedCase(source, configuration, symbols);

        var (result, patch) = builds.Make("Kept");

        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(PatchVerdict.LiveRestAtNextStart, result.Verdict);
        Assert.Equal("Kept", Assert.Single(result.Diagnostics, static d => d.Id == "HW3340").Member);
        Assert.DoesNotContain(result.Edits, static e => e.Type.StartsWith("Kept", StringComparison.Ordinal));
        Assert.Equal(patch, builds.Make("Kept").Patch);
        await using var session = await SwapSession.StartAsync(builds.Woven1, patch!, new SwapOptions());
        var live = Loaded.As(session.Assembly);
        Assert.Equal("1 1", live.Run("Program").Trim());
        await session.ApplyAsync();
        Assert.Equal("1 2", live.Run("Program").Trim());
        await session.RollBackAsync();
        Assert.Equal("1 1", live.Run("Program").Trim());
    }

    public static TheoryData<string, string, Configuration> Needs()
    {
        var data = new TheoryData<string, string, Configuration>();
        foreach (var configuration in Enum.GetValues<Configuration>())
        {
            data.Add("HW3341", "public class Kept {\n#if V2\n public int New() { return 2; }\n#endif\n }\npublic class Rest { public int A(Kept k) {\n#if V2\n return k.New();\n#else\n return 1;\n#endif\n } }", configuration);
            data.Add("HW3341", "public class Kept {\n#if V2\n public int N;\n#endif\n }\npublic class Rest { public int A(Kept k) {\n#if V2\n return k.N;\n#else\n return 1;\n#endif\n } }", configuration);
            data.Add("HW3341", "public class Kept {\n#if V2\n public class In { }\n#endif\n }\npublic class Rest { public object A() {\n#if V2\n return new Kept.In();\n#else\n return 1;\n#endif\n } }", configuration);
            data.Add("HW3341", "public class Kept { public int A(\n#if V2\n long\n#else\n int\n#endif\n n) { return 1; } }\npublic class Rest { public int A(Kept k) { return k.A(3); } }", configuration);
            data.Add("HW3341", "public class Kept<T> {\n#if V2\n public T New() { return default; }\n#endif\n }\npublic class Rest { public int A(Kept<int> k) {\n#if V2\n return k.New();\n#else\n return 1;\n#endif\n } }", configuration);
            data.Add("HW3342", "public class Kept { public int A() {\n#if V2\n return 1;\n#else\n return new Rest().Gone();\n#endif\n } }\npublic class Rest {\n#if !V2\n public int Gone() { return 1; }\n#endif\n }", configuration);
            data.Add("HW3343", "public enum Kept { A = 1, B = \n#if V2\n 3\n#else\n 2\n#endif\n }\npublic class Rest { public Kept A() { return Kept.B; } }", configuration);
            data.Add("HW3344", "public interface IRest { void A();\n#if V2\n void B();\n#endif\n }\npublic class Kept : IRest { public void A() { }\n#if V2\n public void B() { }\n#endif\n }", configuration);
            data.Add("HW3345", "public interface I { }\npublic class Kept\n#if V2\n : I\n#endif\n { }\npublic class Rest { public object A(Kept k) {\n#if V2\n return B(k);\n#else\n return k;\n#endif\n } public object B(I i) { return i; } }", configuration);
            data.Add("HW3346", "public\n#if V2\n struct\n#else\n class\n#endif\n Kept { }", configuration);
            data.Add("HW7067", "public class Other { }", configuration);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public void What_the_rest_needs_is_named(string id, string source, Configuration configuration)
    {
        using var builds = new ExceptedCase(source, configuration);

        var (result, patch) = builds.Make("Kept*");

        Assert.True(result.Diagnostics.Any(d => d.Id == id), string.Join("\n", result.Diagnostics));
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.Null(patch);
    }

    public static TheoryData<string, Configuration> Unchanged() => Both(
        "public class Kept { public int A() => 1; }",
        "public class Kept { public int A() { var n = 1; System.Func<int> f = () => n; return f(); } class In { public int B() => 1; } }",
        "public class Kept { async System.Threading.Tasks.Task<int> B() { await System.Threading.Tasks.Task.Yield(); return 1; } public int A() => B().Result; }",
        "public class Kept { static readonly int s = 1; static Kept() { } public int A() => s + new { N = s }.N; }",
        "[System.Obsolete(\"old\")] public class Kept<T> where T : class, new() { [System.ThreadStatic] static int s; public T A() => s > 0 ? null : new T(); public event System.Action E; }",
        "public class Kept { public int A() => new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }[8] + new Rest().A(); }",
        "public interface Kept { int A(); int B(Rest r) => r.A(); }");

    [Theory]
    [MemberData(nameof(Unchanged))]
    public void What_did_not_change_does_not_stay_behind(string kept, Configuration configuration)
    {
        // Rows of other numbers, too.
        var source = Versions("\n#if V2\npublic class Before { public string B() => \"more\" + this; }\n#endif\n") + kept + Versions("public class Rest { public int A() { return X; } }");
        using var builds = new ExceptedCase(source, configuration);

        var (result, patch) = builds.Make("Kept*");

        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3340");
        Assert.Equal(builds.Make().Patch, patch);
        // Where types are not told apart by their rows.
        builds.Earlier = patch;
        Assert.DoesNotContain(builds.Make("Kept*").Result.Diagnostics, static d => d.Id == "HW3340");
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void All_that_changed_may_be_excepted(Configuration configuration)
    {
        using var builds = new ExceptedCase(Versions("public class Kept { public int A() { return X; } }"), configuration);

        var (result, patch) = builds.Make("Kept");

        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3340");
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3507");
        Assert.Null(patch);
    }

    private static string Versions(string text) => "\n#if V2\n" + Part(text, "2") + "\n#else\n" + Part(text, "1") + "\n#endif\n";

    private static string Part(string text, string value) => text.Replace("X", value, StringComparison.Ordinal);

    private static TheoryData<string, Configuration> Both(params string[] texts)
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var text in texts)
        {
            foreach (var configuration in Enum.GetValues<Configuration>())
                data.Add(text, configuration);
        }

        return data;
    }

    private sealed class ExceptedCase(string source, Configuration configuration, Symbols symbols = Symbols.Portable) : IDisposable
    {
        private readonly SwapCase _case = new("Excepted", (directory, version) => Compiler.CSharp(
            directory, $"Excepted{configuration}", version == 2 ? "#define V2\n#line 1\n" + source : source, configuration, symbols));
        private readonly TestDirectory _directory = new();

        public string Woven1 => _case.Woven1;

        public byte[]? Earlier { get; set; }

        public (PatchResult Result, byte[]? Patch) Make(params string[] except)
        {
            var output = _directory.File(Path.GetRandomFileName() + ".hotpatch");
            var earlier = _directory.File("earlier.hotpatch");
            if (Earlier is not null)
                File.WriteAllBytes(earlier, Earlier);
            var result = PatchMaker.Make(new PatchRequest
            {
                BaselinePath = Woven1,
                NewPath = _case.Plain2,
                OutputPath = output,
                EarlierPatches = Earlier is null ? [] : [earlier],
                Except = except,
                References = [AppContext.BaseDirectory],
            });
            return (result, File.Exists(output) ? File.ReadAllBytes(output) : null);
        }

        public void Dispose()
        {
            _case.Dispose();
            _directory.Dispose();
        }
    }
}
