using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Weaver.Verification;

/// <summary>
/// Refuses to let out what HotWeave emitted and does not verify: in a process it would be an invalid program, or worse, a valid one that
/// takes one type for another.
/// </summary>
internal static class EmittedCode
{
    /// <summary>
    /// Throws where a body of <paramref name="written"/> breaks a rule that it does not already break in an input: what a compiler or
    /// another tool did there is not ours to refuse.
    /// </summary>
    /// <param name="written">The module as it was written.</param>
    /// <param name="inputs">What its bodies came from; read only where there is something to compare.</param>
    /// <returns>Null where all is well; where an input has code that is not valid either, what is wrong in both: one damaged row is used in
    /// many ways.</returns>
    /// <exception cref="WeaverDefectException">A body does not verify, and those of all inputs do.</exception>
    public static (Finding Written, Finding Input)? FindInvalid(ModuleDefinition written, IEnumerable<ModuleDefinition> inputs)
    {
        var findings = ModuleVerifier.Verify(written);
        if (findings.Count == 0)
            return null;
        var known = inputs.SelectMany(ModuleVerifier.Verify).ToList();
        var own = findings.Where(f => !known.Exists(f.IsSameAs)).ToList();
        if (own.Count == 0)
            return null;
        return known.Count > 0 ? (own[0], known[0]) : throw new WeaverDefectException($"Emitted code of {written.Assembly.Name.Name} does not verify: {string.Join("; ", own.Take(5))}{(own.Count > 5 ? $"; and {own.Count - 5} more" : "")}");
    }
}
