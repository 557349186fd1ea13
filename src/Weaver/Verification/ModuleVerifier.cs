using Mono.Cecil;

namespace HotWeave.Weaver.Verification;

/// <summary>
/// Verifies all bodies of a module by ECMA-335 partition III, as far as the standard speaks of correctness; see
/// <c>docs/adr/0040-verified-before-written.md</c>.
/// </summary>
internal static class ModuleVerifier
{
    /// <summary>The findings, at most one in a method, in the order of the metadata.</summary>
    /// <param name="module">A module that was read or has been written; in one that was changed since, offsets are those from
    /// before.</param>
    public static IReadOnlyList<Finding> Verify(ModuleDefinition module)
    {
        var verifier = new BodyVerifier(module);
        var findings = new List<Finding>();
        foreach (var type in module.GetTypes())
        {
            if (IsReinterpreting(type))
                continue;
            foreach (var method in type.Methods)
            {
                // Methods that the runtime supplies ([UnsafeAccessor]) have no body, and no flag that says so.
                if (method.HasBody && method.Body.Instructions.Count > 0 && verifier.Verify(method) is { } finding)
                    findings.Add(finding);
            }
        }

        return findings;
    }

    // The class whose methods are there to take values for what they are not, wherever a library has a copy of it.
    private static bool IsReinterpreting(TypeDefinition type) => type.FullName == "System.Runtime.CompilerServices.Unsafe";
}
