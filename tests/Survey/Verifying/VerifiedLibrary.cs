using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Verification;
using Mono.Cecil;

namespace HotWeave.Survey.Verifying;

/// <summary>Verifies an assembly where it lies, with what lies beside it.</summary>
internal static class VerifiedLibrary
{
    /// <summary>Finds what an assembly refers to beside it and in the frameworks.</summary>
    public static ReferenceResolver Resolver(string assembly) => new(Path.GetDirectoryName(Path.GetFullPath(assembly))!, []);

    /// <summary>The findings in an assembly.</summary>
    public static IReadOnlyList<Finding> Find(string assembly)
    {
        using var resolver = Resolver(assembly);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        return ModuleVerifier.Verify(module);
    }

    /// <summary>The findings by the token of the method.</summary>
    public static Dictionary<int, string> FindByMethod(string assembly)
    {
        using var resolver = Resolver(assembly);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        var verifier = new BodyVerifier(module);
        var findings = new Dictionary<int, string>();
        foreach (var method in module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            if (verifier.Verify(method) is { } finding)
                findings.Add(method.MetadataToken.ToInt32(), finding.ToString());
        }

        return findings;
    }
}
