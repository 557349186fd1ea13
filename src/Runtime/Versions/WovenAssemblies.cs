using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Loading;
using HotWeave.Runtime;

namespace HotWeave.Versions;

/// <summary>Lists the woven assemblies of the process for the status.</summary>
internal static class WovenAssemblies
{
    internal static IReadOnlyList<WovenAssemblyStatus> Status(SwapVersion current) =>
        [.. WovenAssembly.AllLoaded().Select(w => Status(w, current.Content)).OrderBy(static a => a.Name, StringComparer.Ordinal).ThenBy(static a => a.LoadContext, StringComparer.Ordinal)];

    private static WovenAssemblyStatus Status(WovenAssembly woven, VersionContent? content) => new()
    {
        Name = woven.Name,
        BaselineId = woven.Baseline.Id,
        Format = woven.Baseline.Format,
        Settings = woven.Baseline.Settings,
        LoadContext = woven.Context.Name ?? "",
        SwappableTypes = CountSlots(woven.Generated),
        PatchId = content?.PatchOf(woven.Assembly)?.Id,
    };

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Woven assemblies are roots of trimming.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Woven assemblies are roots of trimming.")]
    private static int CountSlots(Assembly assembly) =>
        assembly.GetType(WovenAssembly.SlotsClass, throwOnError: false)?
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Length ?? 0;
}
