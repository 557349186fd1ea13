using System.Runtime.InteropServices;

namespace HotWeave.State;

/// <summary>The objects that code changes convert, weakly. Any number of threads may use it.</summary>
internal static class TrackedInstances
{
    private const int StripeCount = 16;
    private static readonly Stripe[] s_stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new Stripe())];

    /// <summary>Adds an object; it lives no longer for it.</summary>
    internal static void Add(object instance) =>
        s_stripes[Environment.CurrentManagedThreadId % StripeCount].Add(instance);

    /// <summary>The objects that are alive, each once; those that one thread added in the order in which it did.</summary>
    internal static List<object> FindAlive()
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var alive = new List<object>();
        foreach (var stripe in s_stripes)
            stripe.CopyTo(alive, seen);
        return alive;
    }

    // Guarded by itself. Handles of objects that are gone are freed when the list would grow, so it is at most twice what lives.
    private sealed class Stripe
    {
        private GCHandle[] _handles = new GCHandle[64];
        private int _count;

        internal void Add(object instance)
        {
            lock (this)
            {
                if (_count == _handles.Length)
                    MakeRoom();
                _handles[_count++] = GCHandle.Alloc(instance, GCHandleType.Weak);
            }
        }

        internal void CopyTo(List<object> alive, HashSet<object> seen)
        {
            lock (this)
            {
                for (var i = 0; i < _count; i++)
                {
                    if (_handles[i].Target is { } instance && seen.Add(instance))
                        alive.Add(instance);
                }
            }
        }

        private void MakeRoom()
        {
            var kept = 0;
            for (var i = 0; i < _count; i++)
            {
                if (_handles[i].Target is null)
                    _handles[i].Free();
                else
                    _handles[kept++] = _handles[i];
            }

            _count = kept;
            if (_count > _handles.Length / 2)
                Array.Resize(ref _handles, _handles.Length * 2);
        }
    }
}
