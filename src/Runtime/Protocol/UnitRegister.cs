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

    internal UnitRegister()
    {
        for (var i = 0; i < _stripes.Length; i++)
            _stripes[i].Units = new Unit?[4];
    }

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
        var stripes = _stripes;
        var index = ThreadsStripe() & (stripes.Length - 1);
        int unlocked;
        while (!TryLock(ref stripes[index], One, out unlocked))
            index = Next(index);
        ref var stripe = ref stripes[index];
        var last = (unlocked >> 1) - 1;
        if (last == stripe.Units.Length)
            Grow(ref stripe, unlocked - One);
        stripe.Units[last] = unit;
        unit.Stripe = (byte)index;
        unit.Place = last;
        Volatile.Write(ref stripe.State, unlocked);
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
        // Before the lock, under which nothing may throw.
        var milliseconds = counts ? unit.Milliseconds : 0;
        var unlocked = Lock(ref stripe, -One);
        if (counts)
        {
            stripe.Ended++;
            stripe.Milliseconds += milliseconds;
            if (unit.HasFailed)
                stripe.Failed++;
        }

        stripe.Take(unit, unlocked >> 1);
        Volatile.Write(ref stripe.State, unlocked);
    }

    /// <summary>Adds the units that are listed at this moment to <paramref name="units"/>.</summary>
    internal void CopyTo(List<Unit> units)
    {
        for (var i = 0; i < _stripes.Length; i++)
        {
            while (!TryCopy(ref _stripes[i], units))
            {
            }
        }
    }

    // The list grows before the lock, under which nothing may throw; false when that was not enough.
    private static bool TryCopy(ref Stripe stripe, List<Unit> units)
    {
        units.EnsureCapacity(units.Count + (Volatile.Read(ref stripe.State) >> 1));
        var unlocked = Lock(ref stripe, 0);
        var fits = units.Capacity - units.Count >= unlocked >> 1;
        for (var place = 0; fits && place < unlocked >> 1; place++)
            units.Add(stripe.Units[place]!);
        Volatile.Write(ref stripe.State, unlocked);
        return fits;
    }

    // Any number will do that differs between most threads, and each has a stack of its own: cheaper to ask for than thread or processor.
    private static unsafe int ThreadsStripe()
    {
        int place;
        return (int)((uint)((nuint)(&place) >> 16) * 0x9E3779B1 >> 24);
    }

    // Under the stripe's lock, which goes with what the count was before if there is no memory.
    private static void Grow(ref Stripe stripe, int before)
    {
        try
        {
            Array.Resize(ref stripe.Units, stripe.Units.Length * 2);
        }
        catch (OutOfMemoryException)
        {
            Volatile.Write(ref stripe.State, before);
            throw;
        }
    }

    private int Next(int index)
    {
        if (_stripes.Length == 1)
            Thread.Yield();
        return (index + 1) & (_stripes.Length - 1);
    }

    private static int Lock(ref Stripe stripe, int change) => TryLock(ref stripe, change, out var unlocked) ? unlocked : Spin(ref stripe, change);

    private static int Spin(ref Stripe stripe, int change)
    {
        var spin = default(SpinWait);
        int unlocked;
        while (!TryLock(ref stripe, change, out unlocked))
            spin.SpinOnce();
        return unlocked;
    }

    private static bool TryLock(ref Stripe stripe, int change, out int unlocked)
    {
        var state = Volatile.Read(ref stripe.State);
        unlocked = state + change;
        if ((state & Locked) != 0 || Interlocked.CompareExchange(ref stripe.State, unlocked | Locked, state) != state)
            return false;
        FullFence.AfterInterlocked();
        return true;
    }

    // 128 bytes: processors fetch pairs of 64-byte lines, and some have lines of 128.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stripe
    {
        // As many as State counts, in no order, then nulls. Written under the stripe's lock. An array, since storing references is what
        // costs here: links would be up to five stores for each unit.
        [FieldOffset(128)]
        public Unit?[] Units;

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

        public readonly void Take(Unit unit, int last)
        {
            if (unit.Place != last)
            {
                var moved = Units[last]!;
                Units[unit.Place] = moved;
                moved.Place = unit.Place;
            }

            Units[last] = null;
        }
    }
}
