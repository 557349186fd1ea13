using System.Runtime.Loader;
using HotWeave.Guarding;

namespace HotWeave.Turning;

/// <summary>The collectible load contexts that patches were prepared for, and which of them are being unloaded. Keeps none of them.</summary>
/// <param name="noticed">Called, on a thread of the pool, when one begins to unload.</param>
internal sealed class UnloadingContexts(Action noticed)
{
    // Protects the lists.
    private readonly object _lock = new();
    private readonly List<WeakReference<AssemblyLoadContext>> _known = [];
    private readonly List<WeakReference<AssemblyLoadContext>> _unloading = [];

    internal void Watch(IEnumerable<AssemblyLoadContext> contexts)
    {
        lock (_lock)
        {
            foreach (var context in contexts.Where(static c => c.IsCollectible).Except(List(_known)).ToList())
            {
                _known.Add(new WeakReference<AssemblyLoadContext>(context));
                context.Unloading += Notice;
            }
        }
    }

    /// <summary>Those that are being unloaded, until they are gone.</summary>
    internal IReadOnlyList<AssemblyLoadContext> Find()
    {
        lock (_lock)
        {
            // One that began before it was watched is struck off the runtime's list by now.
            return _known.Count == 0 ? [] : [.. List(_known).Except(AssemblyLoadContext.All).Union(List(_unloading))];
        }
    }

    // On whatever thread unloads it.
    private void Notice(AssemblyLoadContext context)
    {
        lock (_lock)
            _unloading.Add(new WeakReference<AssemblyLoadContext>(context));
        // Kept until then, so that it is found.
        OwnWork.Queue("noticing an unload", _ => noticed(), context);
    }

    private static List<AssemblyLoadContext> List(List<WeakReference<AssemblyLoadContext>> contexts)
    {
        contexts.RemoveAll(static c => !c.TryGetTarget(out _));
        return [.. contexts.Select(static c => c.TryGetTarget(out var context) ? context : null).OfType<AssemblyLoadContext>()];
    }
}
