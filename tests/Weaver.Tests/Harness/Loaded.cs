using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>An assembly loaded for a test, apart from others of its name.</summary>
/// <remarks>Not collectible: collectible code is optimised at once, and inlining would hide stack frames.</remarks>
public sealed class Loaded
{
    private Loaded(Assembly assembly) => Assembly = assembly;

    public Assembly Assembly { get; }

    public AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(Assembly)!;

    /// <summary>Loads a file with the symbols beside it; what it refers to is looked up beside it first.</summary>
    public static Loaded From(string path) => new(Beside.Load(new Beside(Path.GetDirectoryName(path)!), path));

    /// <summary>An assembly that is loaded already.</summary>
    public static Loaded As(Assembly assembly) => new(assembly);

    /// <summary>Runs the case of this name and returns what it wrote; an exception that it lets out is part of that.</summary>
    public string Run(string name)
    {
        var method = Assembly.GetType(name, throwOnError: true)!.GetMethod("Run", [typeof(TextWriter)])
            ?? throw new InvalidOperationException($"{name} has no Run(TextWriter)");
        var output = new StringWriter();
        try
        {
            method.CreateDelegate<Action<TextWriter>>()(output);
        }
        catch (Exception e)
        {
            output.WriteLine("left by " + e);
        }

        return output.ToString();
    }

    // What lies beside the file comes first, also where the test itself has an assembly of that name.
    private sealed class Beside(string directory) : AssemblyLoadContext("test")
    {
        public static Assembly Load(Beside context, string path)
        {
            var symbols = Path.ChangeExtension(path, ".pdb");
            using var assembly = new MemoryStream(File.ReadAllBytes(path));
            using var pdb = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
            return context.LoadFromStream(assembly, pdb);
        }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(directory, assemblyName.Name + ".dll");
            return File.Exists(file) ? Load(this, file) : null;
        }
    }
}
