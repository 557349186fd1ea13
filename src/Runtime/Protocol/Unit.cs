namespace HotWeave.Protocol;

/// <summary>
/// One unit of work: it belongs to the epoch under which it began until its last handle is gone. It flows with the execution
/// context to everything that the unit starts.
/// </summary>
internal sealed class Unit
{
    private static readonly AsyncLocal<Unit?> s_ambient = new();

    /// <summary>Where the epoch's register lists it; the register's own, and under its lock.</summary>
    internal byte Stripe;
    internal int Place;

    /// <summary>The number of the version under which it began; known after its end too.</summary>
    internal readonly int Version;

    private readonly long _began = UnitClock.Now;

    // Number of handles; 0 is final. Changed by interlocked operations only.
    private int _handles = 1;

    private HandleWatches _watches;

    // Null until someone asks, or the unit is cancelled. Set once.
    private UnitCancellation? _cancellation;

    // Its number among those that travel as text, 0 until somebody asks. Set once.
    private long _number;

    private volatile bool _hasFailed;

    // Null when the unit has ended: contexts, timers and handles may keep ended units for ever, and must not keep code.
    private volatile Epoch? _epoch;

    // The unit within which it began although new ones had to wait; held as long as it lasts. Set before it is counted, null after its end.
    private Unit? _within;

    // For a place: the unit that is meant there. Changed by the place's owner, read by all that the place flows to.
    private volatile Unit? _meant;

    private Unit(Epoch epoch, string name)
    {
        _epoch = epoch;
        Version = epoch.Version;
        Name = name;
    }

    // A place: no unit itself, and like one that has ended.
    private Unit(string name)
    {
        _handles = 0;
        Name = name;
    }

    /// <summary>The unit that flowed here; of a place the one that is meant there, or the place itself, which answers nothing.</summary>
    internal static Unit? Ambient => UnitUse.HasBegun ? FindMeant(s_ambient.Value) : null;

    /// <summary>What flowed here, be it a unit or a place: what a flow that leaves a unit goes back to.</summary>
    internal static Unit? AmbientPlace => UnitUse.HasBegun ? s_ambient.Value : null;

    /// <summary>The ambient unit, if the caller still belongs to it.</summary>
    internal static Unit? Current => Ambient is { } unit && unit.Answers(Transition.World) is not null ? unit : null;

    /// <summary>The epoch it belongs to; null when it has ended.</summary>
    internal Epoch? Epoch => _epoch;

    internal string Name { get; }

    internal TimeSpan Age => TimeSpan.FromMilliseconds(Milliseconds);

    /// <summary>Its age in milliseconds.</summary>
    internal long Milliseconds => Math.Max(0, UnitClock.Now - _began);

    internal bool IsAlive => Volatile.Read(ref _handles) > 0;

    internal UnitCancellation Cancellation =>
        Volatile.Read(ref _cancellation) ?? Interlocked.CompareExchange(ref _cancellation, new UnitCancellation(), null) ?? _cancellation!;

    internal bool HasFailed => _hasFailed;

    internal bool IsCancelled => Volatile.Read(ref _cancellation) is { IsRequested: true };

    /// <summary>The epoch that answers the caller: its unit's while that counts, else the current one.</summary>
    internal static Epoch CallersEpoch(World world) => UnitsEpoch(world) ?? world.Main;

    /// <summary>The epoch of the caller's unit, while that counts; else null.</summary>
    internal static Epoch? UnitsEpoch(World world) => FindMeant(s_ambient.Value)?.Answers(world);

    internal static void SetAmbient(Unit? unit)
    {
        if (unit is not null && !UnitUse.HasBegun)
            UnitUse.Begin();
        if (UnitUse.HasBegun)
            s_ambient.Value = unit;
    }

    /// <summary>
    /// Begins a root unit under the current epoch, or answers null and the gate to wait at. The new unit has one handle and is
    /// not ambient yet.
    /// </summary>
    internal static Unit? TryBegin(string name, out Gate? closed)
    {
        while (true)
        {
            var world = Transition.World;
            closed = world.Gate;
            if (closed is not null)
                return null;

            var epoch = world.Canary is { } canary && canary.Chooses() ? canary.Epoch : world.Main;
            var unit = new Unit(epoch, name);
            // A full fence: the count must be visible before the world is looked at again, for a turn stores the world, then reads
            // the counts.
            epoch.Units.Add(unit);
            if (ReferenceEquals(Transition.World, world))
                return unit;

            unit.End(counts: false);
        }
    }

    /// <summary>
    /// A place that can be made ambient, and where one unit after the other is meant: for a flow that handles one message after the other,
    /// and in which no step can make its unit ambient for the next, as an async method's context is gone when it returns.
    /// </summary>
    internal static Unit MakePlace(string name) => new(name);

    /// <summary>Begins a unit of an epoch, whatever the gate. It has one handle and is not ambient yet.</summary>
    internal static Unit BeginIn(Epoch epoch, string name)
    {
        var unit = new Unit(epoch, name);
        epoch.Units.Add(unit);
        return unit;
    }

    /// <summary>
    /// Joins the ambient unit (<paramref name="outer"/>), which never waits, or begins a root unit, or answers null and the gate to wait at. Work of
    /// a unit that an immediate turn has moved is a unit of its own, and does not wait either while that one lasts: a turn waits for both.
    /// </summary>
    internal static Unit? TryEnter(string name, out Unit? outer, out Gate? closed)
    {
        outer = Ambient;
        closed = null;
        if (outer is not null && outer.TryJoin())
            return outer;
        var unit = TryBegin(name, out closed) ?? outer?.TryBeginWithin(name);
        if (unit is not null)
            closed = null;
        return unit;
    }

    /// <summary>Begins a unit of the current epoch, whatever the gate, which holds this one until its end; null when this one has ended.</summary>
    /// <remarks>
    /// It is counted before this one can end, and this one until after it has: whoever sees no unit of the main epoch, then none of older
    /// ones, has missed none.
    /// </remarks>
    internal Unit? TryBeginWithin(string name)
    {
        while (true)
        {
            var epoch = Transition.World.Main;
            var unit = new Unit(epoch, name) { _within = this };
            if (!TryHold())
                return null;
            try
            {
                epoch.Units.Add(unit);
            }
            catch
            {
                Release();
                throw;
            }

            if (ReferenceEquals(Transition.World.Main, epoch))
                return unit;

            unit.End(counts: false);
        }
    }

    /// <summary>
    /// Joins this unit, or enters for it: joins the ambient one, or begins one that never waits while this one lasts. Null, and the gate to wait at,
    /// where nothing of these can be. The unit has one more handle and is not ambient yet.
    /// </summary>
    internal Unit? TryEnterFor(string name, out Gate? closed)
    {
        closed = null;
        if (TryJoin())
            return this;
        var unit = TryEnter(name, out _, out closed) ?? TryBeginWithin(name);
        if (unit is not null)
            closed = null;
        return unit;
    }

    /// <summary>Adds a handle, unless the unit has ended or does not count any more.</summary>
    internal bool TryJoin() => IsAtLeast(Transition.World.Floor) && TryHold();

    /// <summary>Whether it belongs to an epoch of that number or a later one; false when it has ended.</summary>
    internal bool IsAtLeast(long floor) => _epoch is { } epoch && epoch.Number >= floor;

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

    /// <summary>Ends the unit, whatever handles there are.</summary>
    internal void EndNow()
    {
        if (Interlocked.Exchange(ref _handles, 0) > 0)
            End(counts: true);
    }

    /// <summary>Gives one handle back; the last one ends the unit.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
            End(counts: true);
    }

    /// <summary>Names the handle that the unit began with; before anybody else has it.</summary>
    internal void BeginWith(IUnitHandle handle) => _watches.BeginWith(handle);

    /// <summary>Lists a further handle.</summary>
    internal HandleWatch Watch(IUnitHandle handle) => _watches.Add(this, handle);

    /// <summary>A handle that was listed is disposed.</summary>
    internal void Forget(HandleWatch watch) => _watches.Remove(this, watch);

    /// <inheritdoc cref="HandleWatches.TakeLost"/>
    internal int TakeLostHandles(bool evenYoung) => _watches.TakeLost(this, evenYoung);

    /// <summary>
    /// Gives back a hold that nobody will, for it was lost or there was no memory for the handle; how long such a unit took is no measure of
    /// anything.
    /// </summary>
    internal void ReleaseUnmeasured()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
            End(counts: false);
    }

    /// <summary>Lists the unit among those that travel as text; it is taken off when it ends.</summary>
    /// <returns>Its number; 0 when it has ended.</returns>
    internal long ListForTravel()
    {
        if (Volatile.Read(ref _number) == 0)
            Interlocked.CompareExchange(ref _number, TravellingUnits.NextNumber(), 0);
        var number = Volatile.Read(ref _number);
        TravellingUnits.Add(number, this);
        // Whoever ends it reads the number after a fence: one of the two takes it off.
        Interlocked.MemoryBarrier();
        if (IsAlive)
            return number;
        TravellingUnits.Remove(number);
        return 0;
    }

    /// <summary>For a place: whoever it has flowed to, and will, is in that unit from now on; null for outside.</summary>
    internal void SetMeant(Unit? unit) => _meant = unit;

    /// <summary>Says that the unit has not done what it was for.</summary>
    internal void Fail() => _hasFailed = true;

    private static Unit? FindMeant(Unit? ambient) => ambient?._meant ?? ambient;

    // The epoch is read before the count: one that is still above zero then was read while the epoch had its code.
    private Epoch? Answers(World world) => _epoch is { } epoch && epoch.Number >= world.Floor && IsAlive ? epoch : null;

    private void End(bool counts)
    {
        var epoch = _epoch!;
        _epoch = null;
        // A full fence: either this sees the turn's world and asks for settling, or the turn, which fences likewise, sees this count.
        epoch.Units.Remove(this, counts);
        if (Volatile.Read(ref _number) is not 0 and var number)
            TravellingUnits.Remove(number);
        var world = Transition.World;
        if (world.Gate is not null || !ReferenceEquals(world.Main, epoch))
            Transition.NoticeLeave(world, epoch);
        if (_within is { } outer)
        {
            _within = null;
            outer.Release();
        }
    }
}
