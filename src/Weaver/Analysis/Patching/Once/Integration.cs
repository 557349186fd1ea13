using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Whether a deployed program has what takes changes into the frameworks that it uses.</summary>
internal static class Integration
{
    private const string Extensions = "Microsoft.Extensions.DependencyInjection.HotWeaveServiceCollectionExtensions";

    /// <summary>Whether a deployed module calls <c>AddHotWeave()</c> of HotWeave.AspNetCore.</summary>
    public static bool IsIn(ModuleDefinition deployed) =>
        deployed.TryGetTypeReference(Extensions, out _)
        && deployed.GetMemberReferences().Any(static r => r.Name == "AddHotWeave" && r.DeclaringType.FullName == Extensions);
}
