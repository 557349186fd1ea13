using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>A source in several versions (<c>#if V2</c>): the first is woven, and each later one is a patch that was made with the one before at hand, if it is to know that.</summary>
public sealed class PatchChain : IDisposable
{
    private readonly TestDirectory _directory = new();

    public PatchChain(string assembly, string source, Configuration configuration, int versions, bool knowsEarlier = true)
    {
        Woven = Weaving.All(Compile(1), _directory.Sub("woven"));
        for (var version = 2; version <= versions; version++)
        {
            var output = _directory.File($"{version}.hotpatch");
            Results.Add(Make(Compile(version), output, version == 2 || !knowsEarlier ? [] : [_directory.File($"{version - 1}.hotpatch")]));
            Patches.Add(File.ReadAllBytes(output));
        }

        string Compile(int version) =>
            Compiler.CSharp(_directory.Sub(version.ToString(null, null)), assembly, $"#define V{version}\n#line 1\n" + source, configuration);
    }

    public string Woven { get; }

    public List<PatchResult> Results { get; } = [];

    /// <summary>The patches to version 2 and on.</summary>
    public List<byte[]> Patches { get; } = [];

    public void Dispose() => _directory.Dispose();

    private PatchResult Make(string @new, string output, string[] earlier)
    {
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Woven, NewPath = @new, OutputPath = output, EarlierPatches = earlier });
        Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return result;
    }
}
