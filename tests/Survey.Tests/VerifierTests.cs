using HotWeave.Survey.Mutants;
using HotWeave.Survey.Verifying;
using Xunit;

namespace HotWeave.Survey.Tests;

/// <summary>The verifier beside published code, in which it finds nothing, and beside the JIT compiler, whose refusals it foresees.</summary>
public class VerifierTests
{
    private static readonly string[] s_few = ["System.Private.CoreLib", "System.Linq.Expressions", "System.Collections.Immutable", "Microsoft.VisualBasic.Core", "Microsoft.AspNetCore.Http.Abstractions"];

    [Fact]
    public void It_finds_nothing_in_published_assemblies()
    {
        var isWhole = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1";
        var assemblies = FalseAlarms.Frameworks().Where(f => isWhole || s_few.Contains(Path.GetFileNameWithoutExtension(f))).Append(MutantTable.Newtonsoft()).ToList();
        Assert.True(assemblies.Count > s_few.Length, string.Join(", ", assemblies));
        Assert.Empty(FalseAlarms.Describe(assemblies));
    }

    [Fact]
    public void It_finds_what_the_JIT_compiler_refuses()
    {
        var isWhole = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1";
        var mutants = MutantRound.Run(MutantTable.Newtonsoft(), seed: 1, every: isWhole ? 1 : 4);
        var refused = mutants.Count(static m => m.Refusal is not null);
        Assert.True(refused > 400, $"only {refused} mutants were refused");
        var share = MutantTable.FoundShare(mutants);
        Assert.True(share >= MutantTable.RequiredShare, $"{share:P1}\n{string.Join("\n", mutants.Where(static m => m.IsMissed).Take(20))}");
    }
}
