using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>Fields whose values only constructors know, in a patch that may become current only while no object of their type is alive.</summary>
/// <param name="Type">The type in the new build.</param>
/// <param name="Fields">The fields.</param>
internal sealed record UnmadeFields(TypeDefinition Type, IReadOnlyList<FieldDefinition> Fields)
{
    /// <summary>The fields and their types: equal for patches whose constructors fill the same.</summary>
    public string Mark =>
        string.Join(", ", Fields.Select(static f => $"{ReadableName.ShortenField(f)}: {SignatureText.Plain.Write(f.FieldType)}").OrderBy(static t => t, StringComparer.Ordinal));

    /// <summary>What that means for state, for people.</summary>
    public string Text => $"only constructors give {ReadableName.Describe(Type)} its new fields ({Mark})";
}
