using Xunit;

namespace HotWeave.Conventions.Tests.Sources;

/// <summary>How a broken convention is shown: every place at once.</summary>
internal static class Convention
{
    public static void Holds(IEnumerable<string> violations)
    {
        var all = violations.Distinct().ToList();
        if (all.Count != 0)
            Assert.Fail(string.Join('\n', all));
    }
}
