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
            var ends = CountedEnds(body.IL);
            AssertSame(key, expected, body, ends.Count == 0 ? o => o + shift : o => Place(o, ends));
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

    // The stub stands before the body: everything moves by the same distance, and the offsets name the same opcodes. What counts the runs of a
    // waiting loop stands before the body and before each end too.
    private static void AssertSame(string key, MethodSymbols expected, MethodSymbols actual, Func<int, int> place)
    {
        var shift = place(0);
        var points = actual.Points;
        if (shift > 0 && expected.Points.Count > 0)
        {
            Assert.True(points[0] == (0, "hidden"), $"{key} begins with {points[0]}");
            points = [.. points.Skip(1)];
        }

        Assert.True(expected.Points.Select(p => (place(p.Offset), p.Lines)).SequenceEqual(points), $"{key}: {string.Join(" ", expected.Points)} became {string.Join(" ", actual.Points)}");
        foreach (var (offset, _) in expected.Points.Where(p => p.Offset < expected.IL.Length))
            Assert.Equal(expected.IL[offset], actual.IL[place(offset)]);
        Assert.Equal(expected.Scopes.Select(s => Moved(s, place)), actual.Scopes);
        Assert.Equal(expected.CustomKinds, actual.CustomKinds);
        Assert.Equal(expected.KickOff, actual.KickOff);
        Assert.Equal(expected.AsyncSteps.Select(s => MovedStep(s, place)), actual.AsyncSteps);
    }

    private const int Prologue = 21, End = 11;

    // ldarg.0; ldflda <HotWeave>run; call LoopRun::End, where that field is the one that the body begins with
    private static List<int> CountedEnds(byte[] il)
    {
        var ends = new List<int>();
        if (il.Length < Prologue || il[0] != 0x02 || il[1] != 0x7C || il[6] != 0xD0)
            return ends;
        for (var at = Prologue; at < il.Length - End; at++)
        {
            if (il.AsSpan(at, 6).SequenceEqual(il.AsSpan(0, 6)))
                ends.Add(at);
        }

        return ends;
    }

    private static int Place(int offset, List<int> ends)
    {
        var place = offset + Prologue;
        foreach (var end in ends.TakeWhile(e => e <= place))
            place += End;
        return place;
    }

    private static string Moved(string scope, Func<int, int> place)
    {
        var parts = scope.Split('+', 2);
        var length = new string([.. parts[1].TakeWhile(char.IsAsciiDigit)]);
        var (start, to) = (Number(parts[0]), Number(parts[0]) + Number(length));
        return $"{place(start)}+{place(to - 1) + 1 - place(start)}{parts[1][length.Length..]}";
    }

    private static string MovedStep(string step, Func<int, int> place) => step.Split(' ') switch
    {
        ["catch", "4294967295"] => step, // none
        ["catch", var at] => $"catch {place(Number(at))}",
        [var yield, _, var resume] => $"{place(Number(yield))} -> {place(Number(resume))}",
        _ => throw new ArgumentException(step),
    };

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string MovedKey(string key, string kind)
    {
        var at = key.IndexOf("::", StringComparison.Ordinal) + 2;
        var parameters = key.LastIndexOf('(');
        return $"{key[..at]}<{key[at..parameters]}>{kind}{key[parameters..]}";
    }
}
