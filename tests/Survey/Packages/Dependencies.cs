using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HotWeave.Survey.Packages;

/// <summary>What a library refers to and .NET does not have.</summary>
internal static class Dependencies
{
    private static readonly HashSet<string> s_framework = new(
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static f => !f.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)).Select(static f => Path.GetFileNameWithoutExtension(f)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies the packages that an assembly needs, and that the list has, beside it; those that it has already stay.</summary>
    public static void CopyBeside(string assembly, string folder)
    {
        foreach (var name in References(assembly).Where(static n => !s_framework.Contains(n)))
        {
            var target = Path.Combine(folder, name + ".dll");
            if (File.Exists(target) || Libraries.All.FirstOrDefault(l => string.Equals(l.Id, name, StringComparison.OrdinalIgnoreCase)) is not { } library)
                continue;
            var release = library.Releases[^1];
            File.Copy(PackageFolder.Assembly(library.Id, release, PackageFolder.Frameworks(library.Id, release)[0]), target);
            CopyBeside(target, folder);
        }
    }

    private static List<string> References(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
