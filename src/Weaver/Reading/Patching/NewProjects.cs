using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>
/// Finds the application's own assemblies that only the new build has and that use what it adds to deployed ones. Loaded as they are they
/// would not find that, which only the patch has;
/// so they are compared with nothing, and all their types are types that the patch adds.
/// </summary>
internal static class NewProjects
{
    /// <summary>Their files, in ordinal order of their names.</summary>
    /// <param name="request">Where the builds are.</param>
    /// <param name="deployed">The deployed assemblies that are compared, and those that earlier patches brought and that change.</param>
    /// <param name="new">The new builds of them.</param>
    /// <param name="earlier">What earlier patches brought: what they took apart stays so.</param>
    public static IReadOnlyList<string> Find(PatchRequest request, IReadOnlyList<ModuleDefinition> deployed, IReadOnlyList<ModuleDefinition> @new, EarlierContent earlier)
    {
        var found = Reachable(request, deployed, @new, earlier);
        if (found.Count == 0)
            return [];
        try
        {
            return [.. Moved(request, [.. deployed.Select(static m => m.Assembly.Name.Name)], found, earlier).Select(n => found[n].File)];
        }
        finally
        {
            foreach (var (_, module) in found.Values)
                module.Dispose();
        }
    }

    // Most builds refer to nothing new, which names alone tell.
    private static SortedDictionary<string, (string File, ModuleDefinition Module)> Reachable(
        PatchRequest request, IReadOnlyList<ModuleDefinition> deployed, IReadOnlyList<ModuleDefinition> @new, EarlierContent earlier)
    {
        var folder = NewBuildFiles.FolderOf(request.BaselinePath);
        var seen = new HashSet<string>(deployed.SelectMany(static m => m.AssemblyReferences.Select(static r => r.Name).Append(m.Assembly.Name.Name)).Concat(earlier.Carried.Select(static c => c.Name)), StringComparer.Ordinal);
        var found = new SortedDictionary<string, (string File, ModuleDefinition Module)>(StringComparer.Ordinal);
        var work = new Queue<string>(@new.SelectMany(static m => m.AssemblyReferences.Select(static r => r.Name)));
        while (work.Count > 0)
        {
            var name = work.Dequeue();
            if (!seen.Add(name) || File.Exists(Path.Combine(folder, name + ".dll")) || ReferenceResolver.IsOfFramework(name) || OwnAssemblies.Contains(name) || NewBuildFiles.Find(request, name) is not { } file)
                continue;
            var module = CheckedModule.ReadMetadata(file);
            found.Add(name, (file, module));
            foreach (var reference in module.AssemblyReferences)
                work.Enqueue(reference.Name);
        }

        return found;
    }

    private static SortedSet<string> Moved(PatchRequest request, HashSet<string> deployed, SortedDictionary<string, (string File, ModuleDefinition Module)> found, EarlierContent earlier)
    {
        var owners = new ApplicationLibraries(request.NewPath);
        using var members = new DeployedMembers(NewBuildFiles.FolderOf(request.BaselinePath), earlier.Carried);
        var own = found.Where(f => owners.IsOwn(f.Value.Module.Assembly, f.Value.File)).Select(static f => f.Key).ToList();
        var before = new HashSet<string>(earlier.Parts.SelectMany(static p => p.AddedTypes).Select(static t => t.Assembly), StringComparer.Ordinal);
        var moved = new SortedSet<string>(own.Where(n => before.Contains(n) || UsesAdded(found[n].Module)), StringComparer.Ordinal);
        // What refers to one of them finds its types in the patch only.
        while (own.Any(n => found[n].Module.AssemblyReferences.Any(r => moved.Contains(r.Name)) && moved.Add(n)))
        {
        }

        return moved;

        bool UsesAdded(ModuleDefinition module) =>
            module.GetTypeReferences().Concat(module.GetMemberReferences()).Any(m => DeployedMembers.ScopeOf(m) is { } scope && deployed.Contains(scope) && members.Lack(m));
    }
}
