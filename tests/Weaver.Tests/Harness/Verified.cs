using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Verification;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Verifies what was emitted, by ECMA-335 partition III.</summary>
internal static class Verified
{
    /// <summary>Fails the test where a body of <paramref name="woven"/> does not verify, unless the same body of <paramref name="plain"/> does not either.</summary>
    public static void Require(string woven, string plain)
    {
        var findings = Findings(woven, plain);
        if (findings.Count == 0)
            return;
        var known = Findings(plain, plain);
        Assert.True(findings.All(f => known.Any(f.IsSameAs)), string.Join("\n", findings));
    }

    private static IReadOnlyList<Finding> Findings(string assembly, string plain)
    {
        using var resolver = new ReferenceResolver(Path.GetDirectoryName(assembly)!, [Path.GetDirectoryName(plain)!, AppContext.BaseDirectory]);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        return ModuleVerifier.Verify(module);
    }
}
