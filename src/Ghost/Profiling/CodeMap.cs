using System.Runtime.InteropServices;

namespace HotWeave.Ghost.Profiling;

/// <summary>Says where in a method's instructions compiled code is, by what the runtime keeps of each piece of code it compiled.</summary>
internal static unsafe class CodeMap
{
    private const int MostVersions = 64;
    private const int MostPieces = 4;

    /// <summary>The offset of the instruction; -1 where the runtime does not know.</summary>
    /// <param name="info">The runtime.</param>
    /// <param name="function">The method.</param>
    /// <param name="version">The version of its code.</param>
    /// <param name="address">Where the code goes on.</param>
    public static int FindOffset(ProfilerInfo info, nint function, nint version, nint address)
    {
        var starts = stackalloc nint[MostVersions];
        uint count;
        if (((delegate* unmanaged<void*, nint, nint, uint, uint*, nint*, int>)info.Methods[90])(info.Self, function, version, MostVersions, &count, starts) < 0)
            return -1;
        for (var i = 0; i < Math.Min(count, MostVersions); i++)
        {
            // A frame goes on behind its call, which may be where the next line begins.
            if (FindPlace(info, starts[i], address - 1) is var place && place >= 0)
                return MapToInstructions(info, starts[i], place);
        }

        return -1;
    }

    // How far an address is into a piece of code, which may stand in several places; -1 where it is in none of them.
    private static int FindPlace(ProfilerInfo info, nint start, nint address)
    {
        // COR_PRF_CODE_INFO (corprof.idl): start, length.
        var places = stackalloc nint[MostPieces * 2];
        uint count;
        if (((delegate* unmanaged<void*, nint, uint, uint*, nint*, int>)info.Methods[92])(info.Self, start, MostPieces, &count, places) < 0)
            return -1;
        nint before = 0;
        for (var i = 0; i < Math.Min(count, MostPieces); i++)
        {
            var (at, length) = (places[i * 2], places[(i * 2) + 1]);
            if (address >= at && address < at + length)
                return (int)(before + (address - at));
            before += length;
        }

        return -1;
    }

    // COR_DEBUG_IL_TO_NATIVE_MAP (cor.h): instruction, start, end. Negative instructions are prologues and the like.
    private static int MapToInstructions(ProfilerInfo info, nint start, int place)
    {
        uint count;
        var read = (delegate* unmanaged<void*, nint, uint, uint*, int*, int>)info.Methods[91];
        if (read(info.Self, start, 0, &count, null) < 0 || count == 0)
            return -1;
        var map = (int*)NativeMemory.Alloc(count * 3, sizeof(int));
        var (found, nearest) = (-1, -1);
        if (read(info.Self, start, count, &count, map) >= 0)
        {
            for (var entry = map; entry < map + (count * 3); entry += 3)
            {
                if (entry[0] >= 0 && entry[1] <= place && entry[1] > nearest)
                    (found, nearest) = (entry[0], entry[1]);
            }
        }

        NativeMemory.Free(map);
        return found;
    }
}
