using System.Diagnostics;
using System.Runtime.CompilerServices;
using Costs;

// Answers with nanoseconds per call: of a method that is inlined, of one that is not, and of one that a patch changes.
Console.WriteLine("ready");
while (Console.ReadLine() is not null)
    Console.WriteLine(FormattableString.Invariant($"{Bench.Measure(Loops.Inlined):0.000} {Bench.Measure(Loops.Called):0.000} {Bench.Measure(Loops.Patched):0.000}"));

namespace Costs
{
    /// <summary>The shortest of many rounds: what disturbs a round makes it longer.</summary>
    internal static class Bench
    {
        private const int Calls = 2_000_000;

        public static double Measure(Func<int, long> loop)
        {
            var shortest = double.MaxValue;
            for (var round = 0; round < 60; round++)
            {
                var began = Stopwatch.GetTimestamp();
                loop(Calls);
                shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(began).TotalNanoseconds / Calls);
            }

            return shortest;
        }
    }

    internal static class Loops
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static long Inlined(int calls)
        {
            long sum = 0;
            for (var i = 0; i < calls; i++)
                sum = Small.Add(sum, i);
            return sum;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static long Called(int calls)
        {
            long sum = 0;
            for (var i = 0; i < calls; i++)
                sum = Apart.Add(sum, i);
            return sum;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static long Patched(int calls)
        {
            long sum = 0;
            for (var i = 0; i < calls; i++)
                sum = Changing.Add(sum, i);
            return sum;
        }
    }

    public static class Small
    {
        public static long Add(long sum, int i) => sum + i;
    }

    public static class Apart
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static long Add(long sum, int i) => sum + i;
    }

    public static class Changing
    {
#if NEXT
        public static long Add(long sum, int i) => sum + i + 1;
#else
        public static long Add(long sum, int i) => sum + i;
#endif
    }
}
