using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>A field of the new build that is a deployed one under another name.</summary>
/// <param name="Field">The field of the new build.</param>
/// <param name="Old">The deployed field.</param>
internal sealed record FieldRename(FieldDefinition Field, FieldDefinition Old);
