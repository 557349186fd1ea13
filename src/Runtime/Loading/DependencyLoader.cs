using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Loading.Metadata;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>
/// Brings the assemblies into the process that a patch has with it, since the deployed build had no need of them. They are loaded where the baselines' own references
/// would find them, so every patch and every object means one assembly by one name. What the process has by that name comes first.
/// </summary>
internal static class DependencyLoader
{
    // What patches brought, by context; weak, so that collectible contexts can unload. The assemblies too: one that unloads is kept by the runtime
    // itself until its assemblies are gone, and they live as long as any code of it. The list is replaced, never changed.
    private static readonly ConditionalWeakTable<AssemblyLoadContext, WeakReference<Assembly>[]> s_brought = [];

    /// <summary>What patches brought into a context by a simple name; null when nothing did. The runtime's binder remembers for ever that it once did not find a name.</summary>
    internal static Assembly? Find(AssemblyLoadContext context, string? name) =>
        FindAll(context).FirstOrDefault(a => string.Equals(a.GetName().Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a patch brought an assembly.</summary>
    internal static bool HasBrought(Assembly assembly) =>
        AssemblyLoadContext.GetLoadContext(assembly) is { } context && FindAll(context).Contains(assembly);

    /// <summary>Loads what is not there yet.</summary>
    /// <returns>The assemblies, in the order of the file.</returns>
    /// <exception cref="SwapException">HW6107, HW6108, HW6120.</exception>
    internal static IReadOnlyList<Assembly> Load(PatchFile file, PatchImages images, IReadOnlyList<WovenAssembly> baselines) =>
        [.. file.Dependencies.Select(dependency => Load(dependency, images, baselines))];

    private static IEnumerable<Assembly> FindAll(AssemblyLoadContext context)
    {
        foreach (var weak in s_brought.TryGetValue(context, out var brought) ? brought : [])
        {
            if (weak.TryGetTarget(out var assembly))
                yield return assembly;
        }
    }

    private static Assembly Load(PatchDependency dependency, PatchImages images, IReadOnlyList<WovenAssembly> baselines)
    {
        var image = images.Open(dependency.Image);
        ImageCheck.Check(image);
        foreach (var satellite in dependency.Satellites)
            ImageCheck.Check(images.Open(satellite.Image));
        if (FindBrought(dependency, baselines) is { } brought)
            return Check(dependency, brought, brought.ManifestModule.ModuleVersionId != image.Mvid, "another patch brought");
        return Find(dependency, baselines) is { } known
            ? Check(dependency, known, isOther: false, "is loaded")
            : Load(dependency, image, ContextOf(baselines));
    }

    private static Assembly? FindBrought(PatchDependency dependency, IReadOnlyList<WovenAssembly> baselines) =>
        baselines.Select(b => Find(b.Context, dependency.Assembly)).FirstOrDefault(static a => a is not null);

    private static Assembly? Find(PatchDependency dependency, IReadOnlyList<WovenAssembly> baselines)
    {
        foreach (var context in baselines.Select(static b => b.Context).OrderBy(static c => c == AssemblyLoadContext.Default).Distinct())
        {
            try
            {
                return context.LoadFromAssemblyName(new AssemblyName { Name = dependency.Assembly });
            }
            catch (FileNotFoundException)
            {
                // The next one may know it; in the end nobody does, and it is loaded.
            }
            catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
            {
                throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
            }
        }

        return null;
    }

    // The application's own may be newer, and every member that the patch uses is checked. Of what another patch brought, only the very build is the same.
    private static Assembly Check(PatchDependency dependency, Assembly known, bool isOther, string whose)
    {
        var version = known.GetName().Version ?? new Version();
        return isOther || version < Version.Parse(dependency.Version)
            ? throw SwapDiagnostics.OtherDependency.Refuse(dependency.Assembly, dependency.Version, version, whose)
            : known;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "No trimmer has seen the assembly; what it misses of others fails when it is used.")]
    private static Assembly Load(PatchDependency dependency, PatchImage image, AssemblyLoadContext context)
    {
        try
        {
            var symbols = dependency.Symbols.Length == 0 ? null : new MemoryStream(dependency.Symbols, writable: false);
            var assembly = context.LoadFromStream(new MemoryStream(image.Bytes, writable: false), symbols);
            if (!s_brought.TryGetValue(context, out var brought))
                context.Resolving += static (context, name) => string.IsNullOrEmpty(name.CultureName) ? Find(context, name.Name) : SatelliteLoader.Find(context, name.Name, name.CultureName);
            SatelliteLoader.Add(context, dependency);
            s_brought.AddOrUpdate(context, [.. brought ?? [], new WeakReference<Assembly>(assembly)]);
            return assembly;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
        }
    }

    // Contexts of their own see the default one's assemblies, not the other way round.
    private static AssemblyLoadContext ContextOf(IReadOnlyList<WovenAssembly> baselines) =>
        baselines.Select(static b => b.Context).FirstOrDefault(static c => c == AssemblyLoadContext.Default) ?? baselines[0].Context;
}
