using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Contexts of System.Text.Json keep the contracts that their code makes, so one that exists goes on with those of the deployed code.</summary>
internal sealed class ContractRules(AssemblyMatch match, MethodRules methods)
{
    /// <summary>Whether a type of the new build is a context whose code makes other contracts than the deployed one.</summary>
    public bool AreOthers(TypeDefinition type) =>
        SourceGenerated.KeepsContracts(type)
        && type.Methods.Any(m => m is not { IsStatic: true, IsConstructor: true } && (match.OldOf(m) is not { } old || methods.IsChanged(m, old)));
}
