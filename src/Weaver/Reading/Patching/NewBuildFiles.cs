using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>Finds assemblies of the new build that are not deployed: beside what is compared, then among the references.</summary>
internal static class NewBuildFiles
{
    /// <summary>The files that may be an assembly, the best first.</summary>
    public static IEnumerable<string> Candidates(PatchRequest request, string name)
    {
        IEnumerable<string> places = [Path.Combine(FolderOf(request.NewPath), name + ".dll"), .. request.References.Select(r => Directory.Exists(r) ? Path.Combine(r, name + ".dll") : r)];
        return places.Where(f => string.Equals(Path.GetFileNameWithoutExtension(f), name, StringComparison.OrdinalIgnoreCase) && File.Exists(f));
    }

    /// <summary>The first of them that has code; null where none has.</summary>
    public static string? Find(PatchRequest request, string name) => Candidates(request, name).FirstOrDefault(HasCode);

    /// <summary>Whether an assembly is only compiled against.</summary>
    public static bool IsReferenceAssembly(ModuleDefinition module) =>
        module.Assembly.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.ReferenceAssemblyAttribute");

    /// <summary>The folder of a file, or the folder itself.</summary>
    public static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static bool HasCode(string file)
    {
        var bytes = InputFile.ReadAllBytes(file);
        if (PortableExecutableHeaders.Classify(bytes) is not (ImageKind.ILOnly or ImageKind.ReadyToRun))
            return false;
        using var module = CheckedModule.ReadMetadata(bytes);
        return !IsReferenceAssembly(module);
    }
}
