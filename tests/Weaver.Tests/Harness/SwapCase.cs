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
    private readonly SwapBuilds _builds;

    /// <summary>A case of a text of its own, or without one of <c>Cases/Swaps</c>: the builds of those are shared, and must not be written to.</summary>
    public SwapCase(string name, Configuration configuration, SmallMethods smallMethods = SmallMethods.Accessors, string? source = null)
    {
        _name = name;
        _builds = source is null
            ? SwapBuilds.ForCase(name, configuration, smallMethods)
            : SwapBuilds.ForSource(_directory, SwapBuilds.AssemblyName(name, configuration, smallMethods), source, configuration, smallMethods);
    }

    /// <summary>A case of another language: <paramref name="compile"/> makes version 1 and 2 of the named assembly.</summary>
    public SwapCase(string name, Func<TestDirectory, int, string> compile, bool isGhost = false)
    {
        _name = name;
        _builds = SwapBuilds.ForCompiled(_directory, compile, isGhost);
    }

    public string Plain1 => _builds.Plain1;

    public string Plain2 => _builds.Plain2;

    public string Woven1 => _builds.Woven1;

    public string Woven2 => _builds.Woven2;

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
