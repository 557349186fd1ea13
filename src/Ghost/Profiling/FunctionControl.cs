using System.Runtime.InteropServices;
using HotWeave.Ghost.Bodies;

namespace HotWeave.Ghost.Profiling;

/// <summary>The runtime's <c>ICorProfilerFunctionControl</c>, by which it is given a body for a method that it compiles anew.</summary>
internal readonly unsafe struct FunctionControl(void* self)
{
    private void** Methods => *(void***)self;

    /// <summary>Gives it, and says where the instructions are now that symbols know by their old places: stack traces go on to name lines.</summary>
    public int Give(NewBody body)
    {
        var result = ((delegate* unmanaged<void*, uint, byte*, int>)Methods[4])(self, (uint)body.Length, body.Bytes);
        return result < 0 ? result : GiveMap(body);
    }

    // One entry for each byte: what stands between two is not told from the first. The runtime copies it.
    private int GiveMap(NewBody body)
    {
        var map = (Entry*)NativeMemory.Alloc((nuint)body.CodeLength, (nuint)sizeof(Entry));
        for (var i = 0; i < body.CodeLength; i++)
            map[i] = new Entry { Old = i, New = i + body.Shift, IsAccurate = 1 };
        var result = ((delegate* unmanaged<void*, uint, Entry*, int>)Methods[5])(self, (uint)body.CodeLength, map);
        NativeMemory.Free(map);
        return result;
    }

    /// <summary><c>COR_IL_MAP</c> (corprof.idl).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Old;
        public int New;
        public int IsAccurate;
    }
}
