using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Excepting;

/// <summary>An application of two assemblies, of one of which a type keeps its deployed code.</summary>
public sealed class ExceptedFolderTests : IDisposable
{
    private const string Library = """
        public class Kept
        {
        #if V2
            public int Answer() { return 2; }
            public int New() { return 3; }
        #else
            public int Answer() { return 1; }
        #endif
        }
        public class Rest
        {
        #if V2
            public int Answer() { return 2; }
        #else
            public int Answer() { return 1; }
        #endif
        }
        """;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void The_rest_of_both_assemblies_is_brought(Configuration configuration)
    {
        var result = Make("return new Kept().Answer() + new Rest().Answer() + 10;", configuration, "Kept");

        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal("Kept", Assert.Single(result.Diagnostics, static d => d.Id == "HW3340").Member);
        Assert.Equal(["Program", "Rest"], result.Edits.Select(static e => e.Type).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void What_the_other_assembly_needs_is_named(Configuration configuration)
    {
        var result = Make("return new Kept().New();", configuration, "Kept");

        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        var needed = Assert.Single(result.Diagnostics, static d => d.Id == "HW3341");
        Assert.Contains("Program", needed.Member, StringComparison.Ordinal);
        Assert.Equal(PatchOutcome.Made, Make("return new Kept().New();", configuration, "Kept", "Program").Outcome);
    }

    private PatchResult Make(string next, Configuration configuration, params string[] except)
    {
        var directory = _directory.Sub(Path.GetRandomFileName());
        var woven = directory.Sub("woven");
        foreach (var version in new[] { 1, 2 })
        {
            var plain = directory.Sub(version == 1 ? "1" : "2");
            var library = Compiler.CSharp(plain, "Library", version == 2 ? "#define V2\n" + Library : Library, configuration);
            var body = version == 2 ? next : "return new Kept().Answer() + new Rest().Answer();";
            var application = Compiler.CSharp(
                plain, "Application", $"public static class Program {{ public static int Run() {{ {body} }} }}", configuration, references: [library]);
            if (version == 1)
            {
                Weaving.All(library, woven);
                Weaving.All(application, woven, references: [library]);
            }
        }

        return PatchMaker.Make(new PatchRequest
        {
            BaselinePath = woven.Path,
            NewPath = directory.Sub("2").Path,
            OutputPath = directory.File("p.hotpatch"),
            Except = except,
            References = [AppContext.BaseDirectory],
        });
    }
}
