using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Model.Mapping;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>What a body does with end points, and what else it does.</summary>
/// <param name="Calls">The calls that map and can be made again, in order.</param>
/// <param name="Rest">All other statements.</param>
internal sealed record MappingCode(IReadOnlyList<MappedCall> Calls, IReadOnlyList<RestStatement> Rest)
{
    /// <summary>The methods of the same assemblies that these calls reach.</summary>
    public IReadOnlyCollection<MethodDefinition> Reached { get; init; } = [];
}

/// <summary>A statement that is not made again.</summary>
/// <param name="Statement">What it does.</param>
/// <param name="Obstacle">Of one that maps: why it cannot be; else null.</param>
internal sealed record RestStatement(Statement Statement, string? Obstacle);
