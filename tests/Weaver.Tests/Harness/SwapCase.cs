using HotWeave.Testing;
using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>
/// A case with two versions in one text (<c>#if V2</c>): version 1 is woven and runs, the patch to version 2 is applied, and taken back.
/// <c>Prepare(TextWriter)</c>, where there is one, runs once, before the first <c>Run</c>: what it makes lives through the swaps.
/// </summary>
public sealed class SwapCase : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly string _name;
    private readonly string _assembly;

    public SwapCase(string name, Configuration configuration, SmallMethods smallMethods = SmallMethods.Accessors, string? source = null)
    {
        _name = name;
        _assembly = $"{name}{configuration}{smallMethods}";
        source ??= CaseText.Source($"Swaps/{name}.cs");
        Plain1 = Compiler.CSharp(_directory.Sub("1"), _assembly, source, configuration);
        Plain2 = Compiler.CSharp(_directory.Sub("2"), _assembly, "#define V2\n#line 1\n" + source, configuration);
        Woven1 = Weave(Plain1, _directory.Sub("woven1"), smallMethods);
        Woven2 = Weave(Plain2, _directory.Sub("woven2"), smallMethods);
    }

    /// <summary>A case of another language: <paramref name="compile"/> makes version 1 and 2 of the named assembly.</summary>
    public SwapCase(string name, Func<TestDirectory, int, string> compile)
    {
        _name = name;
        _assembly = name;
        Plain1 = compile(_directory.Sub("1"), 1);
        Plain2 = compile(_directory.Sub("2"), 2);
        Woven1 = Weave(Plain1, _directory.Sub("woven1"));
        Woven2 = Weave(Plain2, _directory.Sub("woven2"));
    }

    // What a build lays beside its output lies beside the woven assembly too.
    private static string Weave(string plain, TestDirectory woven, SmallMethods smallMethods = SmallMethods.Accessors)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(plain)!, "*.dll"))
            File.Copy(file, woven.File(Path.GetFileName(file)));
        return Weaving.All(plain, woven, smallMethods);
    }

    public string Plain1 { get; }

    public string Plain2 { get; }

    public string Woven1 { get; }

    public string Woven2 { get; }

    /// <summary>Makes the patch and asserts that nothing was refused.</summary>
    public (PatchResult Result, byte[] Bytes) MakePatch(string @new)
    {
        var output = _directory.File(Path.GetRandomFileName() + ".hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Woven1, NewPath = @new, OutputPath = output, References = [AppContext.BaseDirectory] });
        Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return (result, File.ReadAllBytes(output));
    }

    /// <summary>What a fresh process of a version writes: preparation, then the run.</summary>
    public string Fresh(string plain)
    {
        var loaded = Loaded.From(plain);
        Prepare(loaded);
        return loaded.Run(_name);
    }

    /// <summary>Goes there and back twice, and compares each time with a fresh run.</summary>
    public async Task GoesLiveAndBack(byte[] patch, bool mayAnswerTheSame = false, SwapOptions? options = null)
    {
        var expected1 = Fresh(Plain1);
        var expected2 = Fresh(Plain2);
        Assert.True(mayAnswerTheSame || expected1 != expected2, expected1);
        // Cases that delete or retype fields go back as well: what old code finds then is what they look at.
        await using var session = await SwapSession.StartAsync(Woven1, patch, (options ?? new SwapOptions()) with { AcceptState = true });
        var live = Loaded.As(session.Assembly);
        Prepare(live);
        Assert.Equal(expected1, Trace.Normalise(live.Run(_name)));
        for (var round = 0; round < 2; round++)
        {
            await session.ApplyAsync();
            var actual = Trace.Normalise(live.Run(_name));
            Assert.True(expected2 == actual, $"expected {expected2}\nactual   {actual}");
            await session.RollBackAsync();
            Assert.Equal(expected1, Trace.Normalise(live.Run(_name)));
        }
    }

    public void Dispose() => _directory.Dispose();

    public void Prepare(Loaded loaded) => loaded.Prepare(_name);
}
