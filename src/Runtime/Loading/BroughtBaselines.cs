using HotWeave.Diagnostics;
using HotWeave.Patches.Format;
using HotWeave.Runtime;

namespace HotWeave.Loading;

/// <summary>
/// Finds the woven assemblies that a patch brings along, or one before it brought. They stand beside the application's own as if they had been deployed, and are what the patch
/// changes of them was made against.
/// </summary>
internal static class BroughtBaselines
{
    /// <summary>Loads all that the patch brings along which is not there yet.</summary>
    /// <returns>The woven ones, in the order of the manifest.</returns>
    /// <exception cref="SwapException">HW6107 to HW6109, HW6120.</exception>
    internal static IReadOnlyList<WovenAssembly> Load(PatchFile file, PatchImages images, IReadOnlyList<WovenAssembly> baselines)
    {
        var assemblies = DependencyLoader.Load(file, images, baselines);
        return [.. file.BroughtBaselines.Select(Of)];

        WovenAssembly Of(PatchBaseline wanted)
        {
            var index = file.Dependencies.TakeWhile(d => d.Assembly != wanted.Assembly).Count();
            var (dependency, assembly) = (file.Dependencies[index], assemblies[index]);
            if (WovenAssembly.From(assembly) is { } woven && woven.Baseline.Id == wanted.BaselineId)
                return woven;
            throw DependencyLoader.HasBrought(assembly)
                ? SwapDiagnostics.WrongShape.Refuse($"the assembly {wanted.Assembly} that it brings along is not the one it was made against")
                : SwapDiagnostics.OtherDependency.Refuse(dependency.Assembly, dependency.Version, assembly.GetName().Version ?? new Version(), "is another build");
        }
    }
}
