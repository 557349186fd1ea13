using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>The types of which a comparison says anything: an edit, or a message.</summary>
/// <param name="edits">The edits that were found.</param>
/// <param name="messages">What was said.</param>
internal sealed class ChangedTypes(IEnumerable<Edit> edits, IEnumerable<Diagnostic> messages)
{
    private readonly List<string> _names = [.. edits.Select(static e => e.Type).Concat(messages.Select(static m => m.Member).OfType<string>())];

    /// <summary>Whether it is said of a type, of one nested in it, or of a member.</summary>
    public bool Contain(TypeDefinition type)
    {
        var name = ReadableName.Describe(type);
        return _names.Exists(n => n.StartsWith(name, StringComparison.Ordinal) && (n.Length == name.Length || n[name.Length] is '/' or '.'));
    }
}
