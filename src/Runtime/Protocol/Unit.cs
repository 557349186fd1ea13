namespace HotWeave.Protocol;

/// <summary>
/// One unit of work: it belongs to the epoch under which it began until its last handle is gone. It flows with the execution
/// context to everything that the unit starts.
/// </summary>
internal sealed class Unit
{
    private static readonly AsyncLocal<Unit?> s_ambient = new();

    // Set before the first unit becomes ambient and never cleared. Whoever has an ambient unit got it from a context that flowed
    // from that store, so a thread that reads false here has none: processes without units do not pay for AsyncLocal.
    private static volatile bool s_anyEver;

    private readonly int _stripe;

    // Number of handles; 0 is final. Changed by interlocked operations only.
    private int _handles = 1;

    private Unit(Epoch epoch, int stripe)
    {
        Epoch = epoch;
        _stripe = stripe;
    }

    internal static bool AnyEver => s_anyEver;

    internal static Unit? Ambient => s_anyEver ? s_ambient.Value : null;

    internal Epoch Epoch { get; }

    internal bool IsAlive => Volatile.Read(ref _handles) > 0;

    /// <summary>The epoch that answers the caller: its unit's while that counts, else the current one.</summary>
    internal static Epoch CallersEpoch(World world) =>
        s_ambient.Value is { } unit && unit.Epoch.Number >= world.Floor && unit.IsAlive ? unit.Epoch : world.Main;

    internal static void SetAmbient(Unit? unit)
    {
        if (unit is not null)
            s_anyEver = true;
        if (s_anyEver)
            s_ambient.Value = unit;
    }

    /// <summary>
    /// Begins a root unit under the current epoch, or answers null and the gate to wait at. The new unit has one handle and is
    /// not ambient yet.
    /// </summary>
    internal static Unit? TryBegin(out Gate? closed)
    {
        while (true)
        {
            var world = Transition.World;
            closed = world.Gate;
            if (closed is not null)
                return null;

            var epoch = world.Main;
            var stripe = StripedCounter.CurrentStripe;
            epoch.Units.Increment(stripe);
            // The count must be visible before the world is looked at again: a turn stores the world, then reads the counts.
            // Interlocked.Increment alone is no full fence on ARM64.
            Interlocked.MemoryBarrier();
            if (ReferenceEquals(Transition.World, world))
                return new Unit(epoch, stripe);

            Uncount(epoch, stripe);
        }
    }

    /// <summary>Adds a handle, unless the unit has ended.</summary>
    internal bool TryHold()
    {
        var handles = Volatile.Read(ref _handles);
        while (handles > 0)
        {
            var seen = Interlocked.CompareExchange(ref _handles, handles + 1, handles);
            if (seen == handles)
                return true;
            handles = seen;
        }

        return false;
    }

    /// <summary>Gives one handle back; the last one ends the unit.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
            Uncount(Epoch, _stripe);
    }

    private static void Uncount(Epoch epoch, int stripe)
    {
        epoch.Units.Decrement(stripe);
        // Either this sees the turn's world and asks for settling, or the turn, which fences likewise, sees this count.
        Interlocked.MemoryBarrier();
        Transition.NoticeLeave(epoch);
    }
}
