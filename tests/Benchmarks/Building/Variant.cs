using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Benchmarks.Building;

/// <summary>
/// A folder of assemblies, loaded apart from the others of the same names, and before those that the process itself has. Not
/// collectible, since such code is not tiered.
/// </summary>
internal sealed class Variant
{
    private readonly string _folder;
    private readonly FolderContext _context;

    /// <summary>Loads nothing yet; <paramref name="name"/> is for people.</summary>
    public Variant(string name, string folder)
    {
        _folder = folder;
        _context = new FolderContext(name, folder);
    }

    public AssemblyLoadContext Context => _context;

    /// <summary>The assembly of this file name.</summary>
    public Assembly Load(string fileName) =>
        _context.Find(Path.GetFileNameWithoutExtension(fileName)) ?? throw new FileNotFoundException("The variant lacks the file.", Path.Combine(_folder, fileName));

    /// <summary>A static method as a delegate.</summary>
    public T Method<T>(string fileName, string type, string method)
        where T : Delegate =>
        Load(fileName).GetType(type, throwOnError: true)!.GetMethod(method)!.CreateDelegate<T>();

    private sealed class FolderContext(string name, string folder) : AssemblyLoadContext(name)
    {
        // From bytes, so that the file can be replaced; the same assembly again when it is loaded.
        public Assembly? Find(string simpleName)
        {
            if (Assemblies.FirstOrDefault(a => a.GetName().Name == simpleName) is { } loaded)
                return loaded;
            var path = Path.Combine(folder, simpleName + ".dll");
            return File.Exists(path) ? LoadFromStream(new MemoryStream(File.ReadAllBytes(path))) : null;
        }

        protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName.Name!);
    }
}
