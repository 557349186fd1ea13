using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>A source in several versions (<c>#if V2</c>): the first is woven, and each later one is a patch that was made with the one before at hand, if it is to know that.</summary>
public sealed class PatchChain : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<string> _plain = [];

    public PatchChain(string assembly, string source, Configuration configuration, int versions, bool knowsEarlier = true, bool allowsNoChanges = false)
        : this((directory, version) => Compiler.CSharp(directory, assembly, $"#define V{version}\n#line 1\n" + source, configuration), versions, knowsEarlier, allowsNoChanges)
    {
    }

    /// <summary>A row of another language: <paramref name="compile"/> makes each version.</summary>
    public PatchChain(Func<TestDirectory, int, string> compile, int versions, bool knowsEarlier = true, bool allowsNoChanges = false)
    {
        for (var version = 1; version <= versions; version++)
            _plain.Add(compile(_directory.Sub(version.ToString(null, null)), version));
        var woven = _directory.Sub("woven");
        foreach (var beside in Directory.GetFiles(Path.GetDirectoryName(_plain[0])!, "*.dll"))
            File.Copy(beside, woven.File(Path.GetFileName(beside)));
        Woven = Weaving.All(_plain[0], woven);
        string[] earlier = [];
        foreach (var @new in _plain.Skip(1))
        {
            var output = _directory.File($"{Results.Count}.hotpatch");
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = Woven, NewPath = @new, OutputPath = output, EarlierPatches = earlier });
            Assert.True(result.Outcome == PatchOutcome.Made || (allowsNoChanges && result.Outcome == PatchOutcome.NoChanges), $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
            Results.Add(result);
            Patches.Add(result.Outcome == PatchOutcome.Made ? File.ReadAllBytes(output) : []);
            if (knowsEarlier && result.Outcome == PatchOutcome.Made)
                earlier = [output];
        }
    }

    public string Woven { get; }

    public List<PatchResult> Results { get; } = [];

    /// <summary>The patches to version 2 and on; empty where there is nothing to patch.</summary>
    public List<byte[]> Patches { get; } = [];

    /// <summary>What a fresh process of a version writes: preparation, then the run.</summary>
    public string Fresh(int version, string name)
    {
        var loaded = Loaded.From(_plain[version - 1]);
        loaded.Prepare(name);
        return loaded.Run(name);
    }

    public void Dispose() => _directory.Dispose();
}
