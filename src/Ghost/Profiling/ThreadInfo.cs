namespace HotWeave.Ghost.Profiling;

/// <summary>What the runtime says of threads, stacks and versions of code, by the places of its methods (corprof.idl).</summary>
internal static unsafe class ThreadInfo
{
    /// <summary>Holds all threads that run the application's code.</summary>
    public static int SuspendRuntime(this ProfilerInfo info) => ((delegate* unmanaged<void*, int>)info.Methods[97])(info.Self);

    /// <summary>Lets them go on.</summary>
    public static int ResumeRuntime(this ProfilerInfo info) => ((delegate* unmanaged<void*, int>)info.Methods[98])(info.Self);

    /// <summary>The threads that the runtime knows.</summary>
    public static List<nint> ListThreads(this ProfilerInfo info)
    {
        void* enumerator;
        GhostException.Check(((delegate* unmanaged<void*, void**, int>)info.Methods[71])(info.Self, &enumerator), GhostStep.Walk);
        var threads = new List<nint>();
        nint thread;
        uint taken;
        while (((delegate* unmanaged<void*, uint, nint*, uint*, int>)(*(void***)enumerator)[7])(enumerator, 1, &thread, &taken) >= 0 && taken == 1)
            threads.Add(thread);
        ComObject.Release(enumerator);
        return threads;
    }

    /// <summary>Has each frame of a thread's stack told.</summary>
    public static int WalkStack(
        this ProfilerInfo info, nint thread, delegate* unmanaged<nint, nint, nint, uint, byte*, void*, int> tell, void* data) =>
        ((delegate* unmanaged<void*, nint, void*, uint, void*, byte*, uint, int>)info.Methods[36])(info.Self, thread, tell, 0, data, null, 0);

    /// <summary>The system's number of a thread; 0 where it has none.</summary>
    public static int FindSystemThread(this ProfilerInfo info, nint thread)
    {
        int number;
        return ((delegate* unmanaged<void*, nint, int*, int>)info.Methods[12])(info.Self, thread, &number) >= 0 ? number : 0;
    }

    /// <summary>Which version of its method the code at an address is; 0 for that which it was loaded with.</summary>
    public static nint FindVersion(this ProfilerInfo info, nint address)
    {
        nint function;
        nint version;
        return ((delegate* unmanaged<void*, nint, nint*, nint*, int>)info.Methods[76])(info.Self, address, &function, &version) >= 0 ? version : 0;
    }

    /// <summary>The module and the token of a method; false for what has none, as dynamic methods.</summary>
    public static bool TryFindMethod(this ProfilerInfo info, nint function, out nint module, out int method)
    {
        nint type;
        fixed (nint* m = &module)
        fixed (int* t = &method)
            return ((delegate* unmanaged<void*, nint, nint*, nint*, int*, int>)info.Methods[15])(info.Self, function, &type, m, t) >= 0 && method != 0;
    }

    /// <summary>The newest version of a method's code; 0 for that which it was loaded with.</summary>
    public static nint FindNewestVersion(this ProfilerInfo info, nint function)
    {
        for (var room = 64u; ; room *= 2)
        {
            var versions = new nint[room];
            uint count;
            fixed (nint* at = versions)
            {
                if (((delegate* unmanaged<void*, nint, uint, uint*, nint*, int>)info.Methods[77])(info.Self, function, room, &count, at) < 0)
                    return 0;
            }

            if (count <= room)
                return count == 0 ? 0 : versions.AsSpan(0, (int)count).ToArray().Max();
        }
    }
}
