using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace HotWeave.Protocol;

/// <summary>Completes an interlocked operation to a full fence: it is one on x86 and x64, and is none on ARM64.</summary>
internal static class FullFence
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AfterInterlocked()
    {
        // A constant for the JIT.
        if (!X86Base.IsSupported)
            Interlocked.MemoryBarrier();
    }
}
