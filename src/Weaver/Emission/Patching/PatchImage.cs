using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>A patch assembly in memory.</summary>
/// <param name="Module">The assembly.</param>
/// <param name="Types">The classes made for each replaced type.</param>
/// <param name="Added">The types that a person added.</param>
/// <param name="Hooks">The methods to call round a swap.</param>
/// <param name="Homes">What delegates name of members that it adds to deployed types, woven; null where it has none.</param>
internal sealed record PatchImage(
    ModuleDefinition Module, IReadOnlyList<EmittedType> Types, IReadOnlyList<MovedType> Added, IReadOnlyList<EmittedHook> Hooks,
        HolderSlots? Homes);

/// <summary>A hook and the patch's method that is it.</summary>
internal sealed record EmittedHook(Hook Hook, MethodDefinition Method);

/// <summary>A type that moved into the patch.</summary>
/// <param name="Assembly">The assembly whose new build has it.</param>
/// <param name="Type">The copy in the patch.</param>
internal sealed record MovedType(string Assembly, TypeDefinition Type);

/// <summary>The three classes of a replaced type.</summary>
internal sealed record EmittedType(ReplacedType Type, TypeDefinition Version, TypeDefinition Baseline, TypeDefinition Door);
