using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Code that gives a consumer values of types that are not to be seen there.</summary>
/// <param name="Method">The method that a person wrote.</param>
/// <param name="Consumer">Who looks at them.</param>
internal sealed record UnknownValues(MethodDefinition Method, ReflectionConsumer Consumer);
