using System.Numerics;
using System.Runtime.InteropServices;

namespace HotWeave.Protocol;

/// <summary>
/// A counter in stripes, each on cache lines of its own, so that units on different processors do not write the same line. What
/// was added to a stripe is taken from the same stripe, so no stripe is ever below zero and "all stripes read zero" is meaningful.
/// </summary>
internal sealed class StripedCounter
{
    private static readonly int StripeCount = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));

    private readonly Stripe[] _stripes = new Stripe[StripeCount];

    /// <summary>The stripe that the calling thread should use; pass it to the other methods.</summary>
    internal static int CurrentStripe => Thread.GetCurrentProcessorId() & (StripeCount - 1);

    /// <summary>True when every stripe reads zero, one after the other.</summary>
    internal bool IsZero
    {
        get
        {
            for (var i = 0; i < _stripes.Length; i++)
            {
                if (Volatile.Read(ref _stripes[i].Count) != 0)
                    return false;
            }

            return true;
        }
    }

    /// <summary>The sum of all stripes; exact only when nobody counts at the same time.</summary>
    internal long Sum
    {
        get
        {
            long sum = 0;
            for (var i = 0; i < _stripes.Length; i++)
                sum += Volatile.Read(ref _stripes[i].Count);
            return sum;
        }
    }

    internal void Increment(int stripe) => Interlocked.Increment(ref _stripes[stripe].Count);

    internal void Decrement(int stripe) => Interlocked.Decrement(ref _stripes[stripe].Count);

    // 128 bytes: processors fetch pairs of 64-byte lines, and some have lines of 128.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stripe
    {
        [FieldOffset(128)]
        public long Count;
    }
}
