using HotWeave.Survey.EveryBody;
using Xunit;

namespace HotWeave.Survey.Tests;

/// <summary>
/// Published libraries with every body changed without effect: the patch is made, verifies and compiles, and the library does what it did.
/// </summary>
public class EveryBodyTests
{
    [Theory]
    [InlineData("Newtonsoft.Json", nameof(BodyEdit.Padding), 3)]
    [InlineData("Newtonsoft.Json", nameof(BodyEdit.InstanceField), 3)]
    [InlineData("Newtonsoft.Json", nameof(BodyEdit.StaticField), 3)]
    [InlineData("Mono.Cecil", nameof(BodyEdit.Padding), 0)]
    [InlineData("Mono.Cecil", nameof(BodyEdit.InstanceField), 0)]
    [InlineData("Mono.Cecil", nameof(BodyEdit.StaticField), 0)]
    public void A_patch_of_every_body_compiles_and_changes_nothing(string library, string edit, int worked)
    {
        var assembly = Assert.Single(EveryBodyTable.FindLibraries([library]));
        var finding = EveryBodyRound.Run(assembly, Enum.Parse<BodyEdit>(edit));
        Assert.Empty(finding.Compiled.Failures);
        Assert.True(finding.Bodies > 1000, $"{finding.Bodies} bodies were changed");
        Assert.True(finding.Patched > finding.Bodies / 2, $"{finding.Patched} of {finding.Bodies} changed bodies are in the patch");
        var compiled = finding.Compiled.Compiled;
        Assert.True(compiled > finding.Verified * 0.9, $"{compiled} of {finding.Verified} bodies were compiled");
        Assert.Equal(worked, finding.Compiled.Worked);
    }
}
