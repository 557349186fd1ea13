using System.Runtime.InteropServices;

namespace HotWeave.Ghost.Profiling;

/// <summary>The stubs that the runtime could not take, as it said on whatever thread it was; the first so many.</summary>
internal static unsafe class StubErrors
{
    private const int Capacity = 64;
    private static readonly GhostError* s_errors = (GhostError*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(GhostError));
    private static int s_taken;
    private static int s_written;

    /// <summary>Notes one.</summary>
    public static void Note(int method, int result)
    {
        var at = Interlocked.Increment(ref s_taken) - 1;
        if (at < Capacity)
            s_errors[at] = new GhostError { Method = method, Result = result };
        Interlocked.Increment(ref s_written);
    }

    /// <summary>Copies those that were noted since the library was loaded, and says how many there are.</summary>
    public static int Copy(Span<GhostError> to)
    {
        var count = Volatile.Read(ref s_written);
        new ReadOnlySpan<GhostError>(s_errors, Math.Min(Math.Min(count, Capacity), to.Length)).CopyTo(to);
        return count;
    }
}
