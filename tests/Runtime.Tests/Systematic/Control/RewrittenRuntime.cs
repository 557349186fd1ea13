using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>A process of its own as far as the runtime goes: the rewritten runtime and its agent, and these tests once more, bound to them.</summary>
internal sealed class RewrittenRuntime : AssemblyLoadContext
{
    private readonly Assembly _runtime;
    private readonly Assembly _agent;
    private readonly Assembly _tests;

    internal RewrittenRuntime(PlantedDefect defect)
        : base("systematic " + defect)
    {
        var tests = typeof(RewrittenRuntime).Assembly.Location;
        var folder = Path.GetDirectoryName(tests)!;
        var (ofRuntime, ofAgent) = defect == PlantedDefect.NoteThrows ? (PlantedDefect.None, defect) : (defect, PlantedDefect.None);
        _runtime = LoadFromStream(new MemoryStream(RuntimeRewriter.Rewrite(File.ReadAllBytes(Path.Combine(folder, "HotWeave.Runtime.dll")), ofRuntime)));
        _agent = LoadFromStream(new MemoryStream(RuntimeRewriter.RewriteAgent(File.ReadAllBytes(Path.Combine(folder, "HotWeave.Agent.dll")), ofAgent)));
        _tests = LoadFromStream(new MemoryStream(File.ReadAllBytes(tests)));
    }

    /// <summary>Calls a static method of these tests in there. Arguments and result are the core library's.</summary>
    internal TResult Call<TResult>(Delegate method, params object?[] arguments)
    {
        var inside = _tests.GetType(method.Method.DeclaringType!.FullName!, throwOnError: true)!
            .GetMethod(method.Method.Name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        return (TResult)inside.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        "HotWeave.Runtime" => _runtime,
        "HotWeave.Agent" => _agent,
        "HotWeave.Runtime.Tests" => _tests,
        _ => null,
    };
}
