using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Weaves for tests.</summary>
public static class Weaving
{
    /// <summary>Weaves every type of <paramref name="input"/> into <c>directory</c>; fails the test when that is refused.</summary>
    public static string All(string input, TestDirectory directory, SmallMethods smallMethods = SmallMethods.Accessors, params string[] references)
    {
        var output = directory.File(Path.GetFileName(input));
        var result = AssemblyWeaver.Weave(new WeaveRequest
        {
            InputPath = input,
            OutputPath = output,
            Selection = new WeaveSelection { All = true },
            SmallMethods = smallMethods,
            References = references,
        });
        Assert.True(result.Outcome == WeaveOutcome.Woven, $"{result.Outcome}: {string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}");
        Assert.True(result.Exports > 0, "nothing was exported");
        Verified.Require(output, input);
        return output;
    }
}
