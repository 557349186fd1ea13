using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>An instance field of the new build that deployed objects do not have; patched code keeps it in a cell.</summary>
/// <param name="Field">The field.</param>
/// <param name="Initialiser">The code that computes its first value; null where that is the type's default.</param>
internal sealed record AddedField(FieldDefinition Field, Initialiser? Initialiser);
