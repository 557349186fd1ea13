using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace HotWeave.Fuzz.Guided;

/// <summary>Which branches an input took, and about how often, as instrumented code counts them; and which any input took before.</summary>
internal sealed unsafe class CoverageMap
{
    private const int Size = 1 << 16;

    private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    /// <summary>Takes the counts of this process. Code that is instrumented counts nowhere, and fails, before.</summary>
    public CoverageMap() => Trace.SharedMem = _counts;

    /// <summary>The number of branches that were ever taken.</summary>
    public int Branches { get; private set; }

    /// <summary>Begins with an input.</summary>
    public void Clear()
    {
        new Span<byte>(_counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input took a branch that none took before, or one much more often.</summary>
    public bool HasNews()
    {
        var hasNews = false;
        for (var i = 0; i < Size; i++)
        {
            var (count, seen) = (Bucket(_counts[i]), _seen[i]);
            if ((count & ~seen) == 0)
                continue;
            hasNews = true;
            Branches += seen == 0 ? 1 : 0;
            _seen[i] |= count;
        }

        return hasNews;
    }

    // Once, twice, three times, up to 7, 15, 31, 127, more: a bit each.
    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
