using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;
using Configuration = HotWeave.Weaver.Tests.Harness.Configuration;

namespace HotWeave.Weaver.Tests;

/// <summary>What source generators wrote: values that are made once belong to the code that made them.</summary>
[Collection("swaps")]
public class GeneratedSourceTests
{
    private const string Name = "GeneratedSources";

    private static string Source => CaseText.Source($"Swaps/{Name}.cs");

    [Theory]
    [InlineData(Configuration.Debug, true)]
    [InlineData(Configuration.Release, true)]
    [InlineData(Configuration.Release, false)]
    public async Task Each_version_has_patterns_and_contracts_of_its_own(Configuration configuration, bool knowsEarlier)
    {
        using var chain = new PatchChain(Name, Source, configuration, 3, knowsEarlier);
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        live.Prepare(Name);
        Assert.Equal(chain.Fresh(1, Name), live.Run(Name));
        foreach (var version in new[] { 2, 3, 2, 3 })
        {
            await live.Apply(chain.Patches[version - 2]);
            Assert.Equal(chain.Fresh(version, Name), live.Run(Name));
        }

        await HotSwap.RollbackAsync(baseline);
        Assert.Equal(chain.Fresh(1, Name), live.Run(Name));
    }

    [Fact]
    public void A_build_in_another_folder_has_no_changes()
    {
        using var directory = new TestDirectory();
        var source = Source + "\nfile static class Local { public static int One() => new System.Random(1).Next(); }\npublic static class Uses { public static int One() => Local.One(); }";
        string[] builds = [.. new[] { "here", "there" }.Select(folder =>
            Compiler.CSharp(directory.Sub(folder), Name, source, Configuration.Release, OutputKind.DynamicallyLinkedLibrary, folder: folder))];
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Weaving.All(builds[0], directory.Sub("woven")), NewPath = builds[1], References = [AppContext.BaseDirectory] });
        Assert.Equal(PatchOutcome.NoChanges, result.Outcome);
        Assert.Empty(result.Edits);
        Assert.Equal(["HW3506"], result.Diagnostics.Select(static d => d.Id).Distinct());
    }
}
