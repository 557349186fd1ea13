using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Testing.Loading;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>An assembly loaded for a test, apart from others of its name.</summary>
/// <remarks>Not collectible: collectible code is optimised at once, and inlining would hide stack frames.</remarks>
public sealed class Loaded
{
    private Loaded(Assembly assembly) => Assembly = assembly;

    public Assembly Assembly { get; }

    public AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(Assembly)!;

    /// <summary>Loads a file with the symbols beside it; what it refers to is looked up beside it first.</summary>
    public static Loaded From(string path) => new(LoadedBuild.From(path).Assembly);

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

    /// <summary>Runs the preparation of the case of this name, where it has one.</summary>
    public void Prepare(string name) => Assembly.GetType(name, throwOnError: true)!.GetMethod("Prepare", [])?.Invoke(null, null);

    /// <summary>Applies a patch to it and gives the version that it made.</summary>
    public async Task<VersionNumber> Apply(byte[] patch, bool acceptsState = false)
    {
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = Context, AcceptState = acceptsState });
        return HotSwap.GetStatus().Current;
    }
}
