using Microsoft.Build.Framework;
using HotWeave.Weaver.Reading;

namespace HotWeave.MSBuild.Tasks;

/// <summary>Says which of the files that a program is deployed with are woven, and so need HotWeave.Runtime beside them.</summary>
public sealed class FindWovenAssemblies : HotWeaveTask
{
    private const string Marker = "HotWeave.Runtime.BaselineAttribute";
    private const string Runtime = "hotweave.runtime";

    /// <summary>The files; what is no managed assembly among them is passed over.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The simple names of those that are woven, in ordinal order.</summary>
    [Output]
    public string[] Woven { get; private set; } = [];

    /// <summary>
    /// Resources that hold HotWeave.Runtime itself, as add-ins make them that put a program into one file: <c>assembly: resource</c>.
    /// </summary>
    [Output]
    public string[] Embedded { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        var woven = new SortedSet<string>(StringComparer.Ordinal);
        var embedded = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in Files.Select(static f => f.GetMetadata("FullPath")).Where(IsAssembly))
        {
            using var module = CheckedModule.TryReadMetadata(path);
            if (module?.Assembly is not { } assembly)
                continue;
            if (assembly.CustomAttributes.Any(static a => a.AttributeType.FullName == Marker))
                woven.Add(assembly.Name.Name);
            var resources = module.Resources.Where(static r => r.Name.IndexOf(Runtime, StringComparison.OrdinalIgnoreCase) >= 0);
            embedded.UnionWith(resources.Select(r => $"{assembly.Name.Name}: {r.Name}"));
        }

        Woven = [.. woven];
        Embedded = [.. embedded];
    }

    private static bool IsAssembly(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".dll" or ".exe" && File.Exists(path);
}
