using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>The patch's static methods that stand for the instructions on one added field.</summary>
internal sealed record AddedFieldAccess(MethodDefinition Get, MethodDefinition Set, MethodDefinition Address);
