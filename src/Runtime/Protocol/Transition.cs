using System.Runtime.CompilerServices;
using HotWeave.Guarding;
using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>
/// Moves the process from one table of code to the next, without a lock or a wait on the call path.
/// </summary>
/// <remarks>
/// <para>Idea: a slot holds null (baseline), a version (for everybody) or a door (ask which epoch the caller belongs to). All three
/// are immutable. First every type that will change gets a door, which changes no answer; then one store of <see cref="World"/>
/// turns all types, units, doors and the gate together; when nobody belongs to an older epoch, the doors give way to the new
/// table's own objects.</para>
/// <para>Invariant: a slot without a door holds exactly the main table's entry, unless its assembly is being unloaded.</para>
/// <para>Order: doors are stored before the world; between the store of the world and the reading of counters, and between
/// counting a unit and looking at the world again, stands a full fence. Slot loads are volatile in the stubs.</para>
/// <para>Rejected, each with a counterexample in <c>model/protocol.pml</c>: doors that know only "next" and "previous"; a gate
/// beside the world instead of in it; settling without the lock; doors for the new patch's types only.</para>
/// </remarks>
internal static class Transition
{
    // Protects the four fields below and every slot store. s_world is stored under it too, by the one turn that s_turning admits.
    private static readonly object s_lock = new();
    private static readonly Doors s_doors = new(s_lock);
    private static readonly List<Epoch> s_old = [];
    private static bool s_turning;

    private static readonly RepeatedWork s_settling = new("taking doors down", TrySettle);

    // Written by the one turn that s_turning admits; the second for status only.
    private static long s_lastNumber;
    private static volatile QuiescentTurn? s_quiescent;

    private static volatile World s_world = new(new Epoch(0, new NextTable([], 0)), null, 0);

    /// <summary>Raised, on any thread and outside the lock, after old epochs ended or doors were taken down. A handler may be called after it was taken off.</summary>
    internal static event Action? Settled;

    internal static World World => s_world;

    /// <summary>The turn for which new units wait; null when they need not.</summary>
    internal static QuiescentTurn? Quiescent => s_quiescent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Epoch CallersEpoch()
    {
        var world = s_world;
        return UnitUse.HasBegun ? Unit.CallersEpoch(world) : world.Main;
    }

    /// <summary>The epoch that answers the caller of a door.</summary>
    /// <param name="slot">The index of the door's slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Epoch CallersEpochAtDoor(int slot)
    {
        var world = s_world;
        if (world.Gate is not null)
            return OutsideCalls.AnswerAtGate(world, slot);
        return UnitUse.HasBegun ? Unit.CallersEpoch(world) : world.Main;
    }

    /// <summary>Makes the table current. With <paramref name="moveUnits"/> (Immediate) running units move too, else they stay.</summary>
    /// <param name="table">What becomes current.</param>
    /// <param name="moveUnits">True raises the floor to the new epoch.</param>
    /// <param name="reached">Called at each phase; for tests.</param>
    /// <param name="stage">Called with the epoch to be when doors hang for it; when it throws, nothing has changed.</param>
    internal static Epoch Turn(NextTable table, bool moveUnits, Action<TurnPhase>? reached = null, Action<Epoch>? stage = null)
    {
        BeginTurn();
        try
        {
            s_doors.Hang(table.Entries, s_world.Main);
            reached?.Invoke(TurnPhase.DoorsHung);
            var epoch = new Epoch(++s_lastNumber, table);
            stage?.Invoke(epoch);
            Store(epoch, moveUnits, null);
            reached?.Invoke(TurnPhase.Turned);
            return epoch;
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>
    /// Makes the table current at a moment when no unit runs. New root units wait at the gate meanwhile; nested ones never do. The
    /// calling thread sleeps until then: it should not be the pool's, which units may need.
    /// </summary>
    /// <exception cref="NotQuiescentException">Units did not end in time, or too many threads blocked at the gate; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Nothing has changed.</exception>
    internal static Epoch TurnQuiescent(NextTable table, QuiescentTurn turn)
    {
        BeginTurn();
        using var gate = new Gate(turn.BlockedLimit);
        try
        {
            s_doors.Hang(table.Entries, s_world.Main);
            turn.Reached?.Invoke(TurnPhase.DoorsHung);
            var epoch = new Epoch(++s_lastNumber, table);
            turn.Stage(epoch);
            Set(new World(s_world.Main, gate, s_world.Floor, s_world.Canary));
            s_quiescent = turn;
            turn.Reached?.Invoke(TurnPhase.GateClosed);
            turn.Drain(gate);
            turn.Reached?.Invoke(TurnPhase.Drained);
            turn.RunChange(gate, s_world.Main, epoch, Reopen);
            Store(epoch, moveUnits: false, gate);
            turn.Reached?.Invoke(TurnPhase.Turned);
            turn.Turned();
            return epoch;
        }
        finally
        {
            Reopen();
            gate.Dispose();
            EndTurn();
        }
    }

    /// <summary>Lets a share, in ten-thousandths, of the root units that enter from now on belong to an epoch of their own. Ends with <see cref="EndCanary"/>, or with any turn.</summary>
    /// <inheritdoc cref="Turn"/>
    internal static Epoch BeginCanary(NextTable table, int share, Action<Epoch>? stage = null)
    {
        BeginTurn();
        try
        {
            s_doors.Hang(table.Entries, s_world.Main);
            var epoch = new Epoch(++s_lastNumber, table);
            stage?.Invoke(epoch);
            Set(new World(s_world.Main, s_world.Gate, s_world.Floor, new Canary(epoch, share)));
            return epoch;
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Makes the canary's epoch the main one, or lets no more units enter it. Units keep theirs either way.</summary>
    /// <returns>False when there is none.</returns>
    internal static bool EndCanary(bool promote)
    {
        BeginTurn();
        try
        {
            if (s_world.Canary is not { } canary)
                return false;
            if (promote)
                Store(canary.Epoch, moveUnits: false, null);
            else
                Retire(canary);
            return true;
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>A unit of the epoch has ended; the world was read after a full fence.</summary>
    internal static void NoticeLeave(World world, Epoch epoch)
    {
        world.Gate?.NoticeLeave();
        if (!ReferenceEquals(world.Main, epoch) && !ReferenceEquals(world.Canary?.Epoch, epoch) && epoch.Units.IsZero)
            s_settling.Queue();
    }

    /// <inheritdoc cref="SlotRemoval"/>
    /// <returns>False where a turn is under way, a share of the units has a version of its own, or a unit belongs to an older epoch.</returns>
    internal static bool TryTakeOut(IReadOnlyCollection<TypeSlot> slots, IEnumerable<DispatchObject?[]> tables)
    {
        lock (s_lock)
        {
            if (s_turning || !TryTakeDoorsDown())
                return false;
            SlotRemoval.TakeOut(slots, s_world.Main, tables.Concat(s_old.Select(static e => e.Table)));
            return true;
        }
    }

    /// <summary>The old epochs that still have units.</summary>
    internal static Epoch[] OldEpochs()
    {
        lock (s_lock)
        {
            s_old.RemoveAll(static e => e.Units.IsZero);
            return [.. s_old];
        }
    }

    /// <summary>The units that run, those of older epochs first.</summary>
    internal static List<Unit> Units()
    {
        Epoch[] epochs;
        lock (s_lock)
            epochs = [.. s_old, s_world.Main, .. s_world.Canary is { } canary ? [canary.Epoch] : Array.Empty<Epoch>()];
        var units = new List<Unit>();
        foreach (var epoch in epochs)
            epoch.Units.CopyTo(units);
        return units;
    }

    // A number is never used again, not even that of a canary that was given up: the floor compares them.
    private static void BeginTurn()
    {
        lock (s_lock)
        {
            if (s_turning)
                throw new InvalidOperationException("A turn is under way.");
            s_turning = true;
        }
    }

    private static void EndTurn()
    {
        lock (s_lock)
            s_turning = false;
        TrySettle();
    }

    private static void Store(Epoch epoch, bool moveUnits, Gate? gate)
    {
        lock (s_lock)
        {
            var world = s_world;
            s_old.Add(world.Main);
            if (world.Canary is { } canary && !ReferenceEquals(canary.Epoch, epoch))
                s_old.Add(canary.Epoch);
            // Doors before the world.
            Interlocked.MemoryBarrier();
            s_world = new World(epoch, gate, moveUnits ? epoch.Number : world.Floor);
            Interlocked.MemoryBarrier();
        }
    }

    private static void Retire(Canary canary)
    {
        lock (s_lock)
            s_old.Add(canary.Epoch);
        Set(new World(s_world.Main, s_world.Gate, s_world.Floor));
    }

    // By the one turn there is. Doors before the world.
    private static void Set(World world)
    {
        lock (s_lock)
        {
            Interlocked.MemoryBarrier();
            s_world = world;
            Interlocked.MemoryBarrier();
        }
    }

    private static void Reopen()
    {
        s_quiescent = null;
        lock (s_lock)
        {
            if (s_world.Gate is not null)
                s_world = new World(s_world.Main, null, s_world.Floor, s_world.Canary);
        }
    }

    internal static bool NoUnitRuns()
    {
        lock (s_lock)
            return s_world.Main.Units.IsZero && s_world.Canary?.Epoch.Units.IsZero != false && s_old.TrueForAll(static e => e.Units.IsZero);
    }

    /// <summary>Takes doors down that no unit needs any more. Whoever leaves last has the thread pool do it.</summary>
    internal static void TrySettle()
    {
        lock (s_lock)
        {
            if (s_turning)
                return; // the turn's end comes here again
            TryTakeDoorsDown();
        }

        OwnWork.Raise("letting go of old versions", Settled);
    }

    // Under the lock.
    private static bool TryTakeDoorsDown()
    {
        // Between the store of the world and the reading of counters. No unit begins under an old epoch after this.
        Interlocked.MemoryBarrier();
        s_old.RemoveAll(static e => e.Units.IsZero);
        var world = s_world;
        if (world.Canary is not null || s_old.Exists(e => e.Number >= world.Floor))
            return false;
        s_doors.TakeDown(world.Main);
        return true;
    }
}
