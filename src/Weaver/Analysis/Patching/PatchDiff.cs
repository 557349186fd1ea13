using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What differs between two builds of one assembly, member by member, and which code is changed by it.</summary>
/// <param name="Match">Which definition is which.</param>
/// <param name="Edits">The differences that a patch carries, in the order of the new build.</param>
/// <param name="ChangedBodies">Methods that a person wrote, in the new build, whose body or whose generated bodies differ or are new.</param>
/// <param name="AddedFields">Fields that are new on deployed types, or new for new code; those of one type in the order of their initialisers.</param>
/// <param name="State">What it means for objects and resources that exist.</param>
internal sealed record PatchDiff(
    AssemblyMatch Match, IReadOnlyList<Edit> Edits, IReadOnlyCollection<MethodDefinition> ChangedBodies, IReadOnlyList<AddedField> AddedFields, DiffState State)
{
    /// <summary>The embedded resources that a patch brings or takes away, since code of it looks them up.</summary>
    public IReadOnlyList<ResourceChange> Resources { get; init; } = [];

    /// <summary>The methods, and the lambdas in them, that look up resources which differ.</summary>
    public IReadOnlyCollection<MethodDefinition> LookUps { get; init; } = [];
}
