using System.Reflection;
using System.Reflection.Emit;

namespace HarmonyLib;

internal enum PatchKind
{
    Prefix,
    Postfix,
    Transpiler,
}

/// <summary>Who patched what. Each change makes a replacement of the method as it was loaded, and leads the method there.</summary>
internal static class PatchStore
{
    private const int NormalPriority = 400;

    private static readonly object s_lock = new();
    private static readonly Dictionary<(Module, int), Patched> s_patched = [];

    public static MethodInfo Add(MethodBase method, string owner, IEnumerable<(PatchKind Kind, HarmonyMethod Method)> added)
    {
        lock (s_lock)
        {
            // Harmony does not know which instance is meant either, and ends the process.
            if (method.ContainsGenericParameters || method.DeclaringType is { IsGenericType: true })
                throw new NotSupportedException("generic methods are not patched");
            if (!s_patched.TryGetValue((method.Module, method.MetadataToken), out var patched))
                s_patched.Add((method.Module, method.MetadataToken), patched = new Patched(method));
            var before = patched.All.ToList();
            foreach (var (kind, fix) in added)
                patched.All.Add((kind, new Patch(owner, fix.priority < 0 ? NormalPriority : fix.priority, patched.All.Count, fix.method)));
            try
            {
                return patched.Replace();
            }
            catch
            {
                patched.All.Clear();
                patched.All.AddRange(before);
                throw;
            }
        }
    }

    public static void Remove(MethodBase method, Predicate<Patch> which)
    {
        lock (s_lock)
        {
            if (s_patched.TryGetValue((method.Module, method.MetadataToken), out var patched) && patched.All.RemoveAll(p => which(p.Patch)) > 0)
                patched.Replace();
        }
    }

    public static Patches? Find(MethodBase method)
    {
        lock (s_lock)
        {
            return s_patched.TryGetValue((method.Module, method.MetadataToken), out var patched) && patched.All.Count > 0
                ? new Patches(patched.Of(PatchKind.Prefix), patched.Of(PatchKind.Postfix), patched.Of(PatchKind.Transpiler))
                : null;
        }
    }

    public static List<MethodBase> AllPatched()
    {
        lock (s_lock)
            return [.. s_patched.Values.Where(static p => p.All.Count > 0).Select(static p => p.Method)];
    }

    private sealed class Patched(MethodBase method)
    {
        // Replacements stay: a thread may run one.
        private readonly List<DynamicMethod> _replacements = [];

        public MethodBase Method => method;

        public List<(PatchKind Kind, Patch Patch)> All { get; } = [];

        public IEnumerable<Patch> Of(PatchKind kind) =>
            All.Where(p => p.Kind == kind).Select(static p => p.Patch).OrderByDescending(static p => p.priority).ThenBy(static p => p.index);

        public MethodInfo Replace()
        {
            var replacement = Replacement.Make(method, [.. Of(PatchKind.Prefix)], [.. Of(PatchKind.Postfix)], [.. Of(PatchKind.Transpiler)]);
            _replacements.Add(replacement);
            Detour.Lead(method, replacement);
            return replacement;
        }
    }
}
