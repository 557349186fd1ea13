using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What a patch means for the actions of one deployed controller.</summary>
/// <param name="Name">The controller for people.</param>
/// <param name="Type">The controller in the new build; null where it is gone.</param>
/// <param name="Woven">The deployed controller.</param>
/// <param name="Added">The actions that only the new build has.</param>
/// <param name="Hidden">Those that only the deployed build has, as deployed; all of them where the controller is gone.</param>
internal sealed record ChangedActions(
    string Name, TypeDefinition? Type, TypeDefinition Woven, IReadOnlyList<MethodDefinition> Added, IReadOnlyList<MethodDefinition> Hidden);
