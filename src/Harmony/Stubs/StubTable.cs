using System.Collections.Concurrent;
using System.Reflection;

namespace HotWeave.Harmony.Stubs;

/// <summary>
/// The stubs of the process, where Harmony's transpilers look for them: a transpiler is a static method, and Harmony calls it again
/// whenever somebody patches the method further, at any time until the process ends.
/// </summary>
internal static class StubTable
{
    private static readonly ConcurrentDictionary<(Module Module, int Token), Stub> s_stubs = new();

    /// <summary>Adds a stub; before Harmony is told of it.</summary>
    public static void Add(Stub stub) => s_stubs[Key(stub.Method)] = stub;

    /// <summary>Takes it out again.</summary>
    public static void Remove(Stub stub) => s_stubs.TryRemove(Key(stub.Method), out _);

    /// <summary>The stub of a method; null where it has none.</summary>
    public static Stub? Find(MethodBase method) => s_stubs.GetValueOrDefault(Key(method));

    private static (Module, int) Key(MethodBase method) => (method.Module, method.MetadataToken);
}
