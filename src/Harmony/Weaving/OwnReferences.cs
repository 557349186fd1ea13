using System.Reflection;
using HotWeave.Runtime;

namespace HotWeave.Harmony.Weaving;

/// <summary>
/// Finds what companions and this assembly refer to where no load context knows it: hosts of plug-ins load Harmony and us from where
/// they like.
/// </summary>
internal static class OwnReferences
{
    private static readonly object s_lock = new();
    private static string? s_harmony;

    /// <summary>From now on.</summary>
    /// <param name="harmony">The simple name of Harmony.</param>
    public static void ResolveOnce(string harmony)
    {
        lock (s_lock)
        {
            if (s_harmony is not null)
                return;
            s_harmony = harmony;
            AppDomain.CurrentDomain.AssemblyResolve += static (_, asked) => Resolve(new AssemblyName(asked.Name));
        }
    }

    // Of several copies of Harmony none is the one.
    private static Assembly? Resolve(AssemblyName asked)
    {
        var runtime = typeof(Dispatch).Assembly;
        if (asked.Name == runtime.GetName().Name)
            return runtime;
        if (asked.Name != s_harmony)
            return null;
        var found = AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.GetName().Name == s_harmony).Take(2).ToList();
        return found.Count == 1 && found[0].GetName().Version >= asked.Version ? found[0] : null;
    }
}
