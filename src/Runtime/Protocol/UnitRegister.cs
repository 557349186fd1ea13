using System.Numerics;
using System.Runtime.InteropServices;

namespace HotWeave.Protocol;

/// <summary>
/// The units of one epoch, in stripes on cache lines of their own, so that units on different processors do not write the same
/// line. A unit leaves the stripe that it came to, so no stripe counts below zero and "all stripes read zero" is meaningful.
/// </summary>
/// <remarks>
/// One word per stripe holds the count and, in its lowest bit, a lock on the stripe's list, so that one interlocked operation
/// counts and locks. Counts are read without the lock. The lock is held for a few instructions; who comes finds another stripe,
/// who leaves spins.
/// </remarks>
internal sealed class UnitRegister
{
    private const int Locked = 1;
    private const int One = 2;

    private static readonly int s_stripeCount = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));

    private readonly Stripe[] _stripes = new Stripe[s_stripeCount];

    /// <summary>True when every stripe reads zero, one after the other.</summary>
    internal bool IsZero
    {
        get
        {
            for (var i = 0; i < _stripes.Length; i++)
            {
                if (Volatile.Read(ref _stripes[i].State) >= One)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Counts a unit and lists it; a full fence.</summary>
    internal void Add(Unit unit)
    {
        var stripe = Thread.GetCurrentProcessorId() & (_stripes.Length - 1);
        var spin = default(SpinWait);
        int unlocked;
        while (!TryLock(stripe, One, out unlocked))
        {
            if (_stripes.Length == 1)
                spin.SpinOnce();
            stripe = (stripe + 1) & (_stripes.Length - 1);
        }

        unit.Stripe = stripe;
        var first = _stripes[stripe].First;
        unit.Next = first;
        if (first is not null)
            first.Previous = unit;
        _stripes[stripe].First = unit;
        Volatile.Write(ref _stripes[stripe].State, unlocked);
    }

    /// <summary>How the units ended that are not listed any more. Not one moment for all stripes.</summary>
    internal UnitTally Tally
    {
        get
        {
            long ended = 0, failed = 0, milliseconds = 0;
            for (var i = 0; i < _stripes.Length; i++)
            {
                ended += Volatile.Read(ref _stripes[i].Ended);
                failed += Volatile.Read(ref _stripes[i].Failed);
                milliseconds += Volatile.Read(ref _stripes[i].Milliseconds);
            }

            return new UnitTally(ended, failed, milliseconds);
        }
    }

    /// <summary>Takes a unit off, once; a full fence.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="counts">Whether it was a unit, and is to be tallied; false for one that gave its place up again.</param>
    internal void Remove(Unit unit, bool counts)
    {
        ref var stripe = ref _stripes[unit.Stripe];
        var unlocked = Lock(unit.Stripe, -One);
        if (counts)
        {
            stripe.Ended++;
            stripe.Milliseconds += (long)unit.Age.TotalMilliseconds;
            if (unit.HasFailed)
                stripe.Failed++;
        }

        if (unit.Next is { } next)
            next.Previous = unit.Previous;
        if (unit.Previous is { } previous)
            previous.Next = unit.Next;
        else
            stripe.First = unit.Next;
        // What still refers to an ended unit, an execution context perhaps, must not keep others.
        unit.Next = unit.Previous = null;
        Volatile.Write(ref stripe.State, unlocked);
    }

    /// <summary>Adds the units that are listed at this moment to <paramref name="units"/>.</summary>
    internal void CopyTo(List<Unit> units)
    {
        for (var i = 0; i < _stripes.Length; i++)
        {
            var unlocked = Lock(i, 0);
            for (var unit = _stripes[i].First; unit is not null; unit = unit.Next)
                units.Add(unit);
            Volatile.Write(ref _stripes[i].State, unlocked);
        }
    }

    private int Lock(int stripe, int change)
    {
        var spin = default(SpinWait);
        int unlocked;
        while (!TryLock(stripe, change, out unlocked))
            spin.SpinOnce();
        return unlocked;
    }

    private bool TryLock(int stripe, int change, out int unlocked)
    {
        var state = Volatile.Read(ref _stripes[stripe].State);
        unlocked = state + change;
        if ((state & Locked) != 0 || Interlocked.CompareExchange(ref _stripes[stripe].State, unlocked | Locked, state) != state)
            return false;
        FullFence.AfterInterlocked();
        return true;
    }

    // 128 bytes: processors fetch pairs of 64-byte lines, and some have lines of 128.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stripe
    {
        [FieldOffset(128)]
        public Unit? First;

        // Twice the number of units, plus one while locked. Changed by interlocked operations, unlocked by a volatile store.
        [FieldOffset(136)]
        public int State;

        // Written under the stripe's lock.
        [FieldOffset(144)]
        public long Ended;

        [FieldOffset(152)]
        public long Failed;

        [FieldOffset(160)]
        public long Milliseconds;
    }
}
