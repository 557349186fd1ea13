using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Model.Mapping;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>What a method registers more than the deployed one, as a method that does it on a collection that is given.</summary>
/// <param name="Head">The method of the new build.</param>
/// <param name="Calls">The calls, in their order.</param>
/// <param name="Method">Makes them again; belongs to the class of the method.</param>
internal sealed record RegistrationReplay(MethodDefinition Head, IReadOnlyList<MappedCall> Calls, MethodDefinition Method)
{
    /// <summary>For people.</summary>
    public string Describe() => string.Join(", ", Calls.Select(Describe));

    private static string Describe(MappedCall call) => StatementSummary.Write([.. call.Arguments.Skip(1).SelectMany(static a => a.Row), call.Instruction]);
}
