using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace HotWeave.Control.Ghost;

/// <summary>Brings HotWeave.Runtime into a process that has none, where every context finds it.</summary>
internal static class GhostRuntime
{
    private const string Name = "HotWeave.Runtime";

    // Written under the lock of whoever weaves, before the handler that reads it is there.
    private static Assembly? s_runtime;

    /// <summary>Loads it into the application's own load context, once.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What it needs of the framework was looked for before.")]
    public static void Load(string path)
    {
        if (s_runtime is not null)
            return;
        s_runtime = Assembly.LoadFrom(path);
        // That there was none is remembered, of the time before: then this is asked.
        AppDomain.CurrentDomain.AssemblyResolve += static (_, asked) => new AssemblyName(asked.Name).Name == Name ? s_runtime : null;
    }
}
