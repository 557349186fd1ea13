using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Testing.Loading;

/// <summary>A build loaded apart from all others of its name, with what lies beside it.</summary>
/// <remarks>
/// For the life of the process: a collectible context would have its code optimised at once, and inlining would hide frames. HotWeave
/// itself is the test's own.
/// </remarks>
internal sealed class LoadedBuild : AssemblyLoadContext
{
    private readonly string _folder;

    private LoadedBuild(string path)
        : base("swap test of " + Path.GetFileName(path))
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Assembly = LoadFile(path);
    }

    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>Where it is loaded.</summary>
    public AssemblyLoadContext Context => this;

    public static LoadedBuild From(string path) => new(path);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(_folder, assemblyName.Name + ".dll");
        return assemblyName.Name != typeof(HotSwap).Assembly.GetName().Name && File.Exists(file) ? LoadFile(file) : null;
    }

    // From memory, so that a test can build the file anew.
    private Assembly LoadFile(string path)
    {
        var symbols = Path.ChangeExtension(path, ".pdb");
        using var assembly = new MemoryStream(File.ReadAllBytes(path));
        using var pdb = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return LoadFromStream(assembly, pdb);
    }
}
