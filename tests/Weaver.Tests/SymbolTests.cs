using HotWeave.Weaver.Tests.Harness;
using Xunit;
using Symbols = HotWeave.Weaver.Tests.Harness.Symbols;

namespace HotWeave.Weaver.Tests;

/// <summary>Woven code has the debug symbols of the unwoven code, at the offsets where its instructions now are.</summary>
public class SymbolTests
{
    public static TheoryData<string, Configuration, Symbols> Cases()
    {
        var data = new TheoryData<string, Configuration, Symbols>();
        foreach (var name in CaseText.CSharp)
        {
            data.Add(name, Configuration.Debug, Symbols.Portable);
            data.Add(name, Configuration.Release, Symbols.Embedded);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Symbols_follow_the_code(string name, Configuration configuration, Symbols symbols)
    {
        using var directory = new TestDirectory();
        var plainPath = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), configuration, symbols);
        var wovenPath = Weaving.All(plainPath, directory.Sub("woven"), SmallMethods.Export);
        var plain = DebugSymbols.Read(plainPath);
        var woven = DebugSymbols.Read(wovenPath);

        Assert.Equal(plain.Documents, woven.Documents);
        int elsewhere = 0, shifted = 0;
        foreach (var (key, expected) in plain.Methods)
        {
            var moved = woven.Methods.GetValueOrDefault(MovedKey(key, "body")) ?? woven.Methods.GetValueOrDefault(MovedKey(key, "unit"));
            var body = moved ?? woven.Methods[key];
            if (moved is not null && expected.Points.Count > 0)
            {
                Assert.Equal(["hidden"], woven.Methods[key].Points.Select(p => p.Lines));
                Assert.Empty(woven.Methods[key].Scopes);
                elsewhere++;
            }

            var shift = body.IL.Length - expected.IL.Length;
            Assert.True(shift >= 0);
            if (shift > 0)
                shifted++;
            AssertSame(key, expected, body, shift);
        }

        Assert.True(elsewhere + shifted > 0, "no method was woven");
    }

    [Fact]
    public void Source_link_stays()
    {
        const string text = """{"documents":{"/case/*":"https://example.org/*"}}""";
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, "Basics", CaseText.Source("Basics.cs"), Configuration.Release, sourceLink: text);
        Assert.Equal(text, DebugSymbols.Read(plain).SourceLinkText);
        Assert.Equal(text, DebugSymbols.Read(Weaving.All(plain, directory.Sub("woven"))).SourceLinkText);
    }

    // The stub stands before the body: everything moves by the same distance, and the offsets name the same opcodes.
    private static void AssertSame(string key, MethodSymbols expected, MethodSymbols actual, int shift)
    {
        var points = actual.Points;
        if (shift > 0 && expected.Points.Count > 0)
        {
            Assert.True(points[0] == (0, "hidden"), $"{key} begins with {points[0]}");
            points = [.. points.Skip(1)];
        }

        Assert.True(expected.Points.Select(p => (p.Offset + shift, p.Lines)).SequenceEqual(points), $"{key}: {string.Join(" ", expected.Points)} became {string.Join(" ", actual.Points)}");
        foreach (var (offset, _) in expected.Points.Where(p => p.Offset < expected.IL.Length))
            Assert.Equal(expected.IL[offset], actual.IL[offset + shift]);
        Assert.Equal(expected.Scopes.Select(s => Shift(s, shift)), actual.Scopes);
        Assert.Equal(expected.CustomKinds, actual.CustomKinds);
        Assert.Equal(expected.KickOff, actual.KickOff);
        if (expected.AsyncSteps.Count > 0)
            Assert.Equal(0, shift);
        Assert.Equal(expected.AsyncSteps, actual.AsyncSteps);
    }

    private static string Shift(string scope, int shift)
    {
        var plus = scope.IndexOf('+', StringComparison.Ordinal);
        return (int.Parse(scope[..plus], System.Globalization.CultureInfo.InvariantCulture) + shift) + scope[plus..];
    }

    private static string MovedKey(string key, string kind)
    {
        var at = key.IndexOf("::", StringComparison.Ordinal) + 2;
        var parameters = key.LastIndexOf('(');
        return $"{key[..at]}<{key[at..parameters]}>{kind}{key[parameters..]}";
    }
}
