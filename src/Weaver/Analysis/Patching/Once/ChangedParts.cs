using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Says which parts of a changed method changed: its own code, or lambdas and local functions in it, which people look for at their own
/// lines.
/// </summary>
internal sealed class ChangedParts(AssemblyMatch match)
{
    private const int Longest = 60;
    private readonly HeadChanges _changes = new(match);

    /// <summary>The parts, in the order of the code; what is called null is the method's own code.</summary>
    public IReadOnlyList<ChangedPart> List(MethodDefinition method, MethodDefinition old)
    {
        var whole = new ChangedPart(null, SymbolLocation.Find(method), SymbolLocation.Find(old));
        if (!method.HasBody || !old.HasBody)
            return [whole];
        var parts = new List<ChangedPart>();
        if (_changes.IsChanged(method, old))
            parts.Add(whole);
        foreach (var head in match.NewKeys.TreeOf(method).Where(GeneratedCode.IsLambdaOrLocalFunction))
        {
            if (match.OldOf(head) is { } then && _changes.IsChanged(head, then))
                parts.Add(new ChangedPart(NameOf(head, method), SymbolLocation.Find(head), SymbolLocation.Find(then)));
        }

        // What only generated types differ in.
        return parts.Count == 0 ? [whole] : parts;
    }

    // A handler by the call that it is given to: MapGet("/orders").
    private string NameOf(MethodDefinition head, MethodDefinition method)
    {
        if (!GeneratedCode.IsLambda(head))
            return $"local function {GeneratedCode.LocalFunctionName(head)}";
        var summary = match.NewKeys.TreeOf(method).SelectMany(_changes.Reader.ReadBody).FirstOrDefault(s => s.Delegates.Any(d => d.Name == head.Name && d.Resolve() == head))?.Summary ?? "";
        return summary.Length is 0 or > Longest ? "lambda" : summary;
    }
}

/// <summary>A part of a method that changed.</summary>
/// <param name="Name">What people look for: the call that a lambda is given to, a local function; null for the method's own code.</param>
/// <param name="Location">Where the new source has it; null without symbols.</param>
/// <param name="Before">Where the deployed source has it; null without symbols.</param>
internal sealed record ChangedPart(string? Name, SourceLocation? Location, SourceLocation? Before);
