using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Weaves for tests.</summary>
public static class Weaving
{
    /// <summary>Weaves every type of <paramref name="input"/> into <c>directory</c>; fails the test when that is refused.</summary>
    public static string All(string input, TestDirectory directory, SmallMethods smallMethods = SmallMethods.Accessors, params string[] references) =>
        All(input, directory, smallMethods, isGhost: false, references).Output;

    /// <summary>The same as for a copy of what a live process has loaded, with the result.</summary>
    public static (string Output, WeaveResult Result) Ghost(string input, TestDirectory directory, SmallMethods smallMethods = SmallMethods.Accessors) =>
        All(input, directory, smallMethods, isGhost: true, []);

    /// <summary>The same where Harmony weaves the process.</summary>
    public static (string Output, WeaveResult Result) ForHarmony(string input, TestDirectory directory) =>
        All(input, directory, SmallMethods.Export, isGhost: true, [], isForHarmony: true);

    private static (string Output, WeaveResult Result) All(
        string input, TestDirectory directory, SmallMethods smallMethods, bool isGhost, string[] references, bool isForHarmony = false)
    {
        var output = directory.File(Path.GetFileName(input));
        var result = AssemblyWeaver.Weave(new WeaveRequest
        {
            IsGhost = isGhost,
            IsForHarmony = isForHarmony,
            InputPath = input,
            OutputPath = output,
            Selection = new WeaveSelection { All = true },
            SmallMethods = smallMethods,
            References = references,
        });
        Assert.True(result.Outcome == WeaveOutcome.Woven, $"{result.Outcome}: {string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}");
        Assert.True(result.Exports > 0, "nothing was exported");
        Verified.Require(output, input);
        return (output, result);
    }
}
