using System.Runtime.InteropServices;
using HotWeave.Ghost.Bodies;

namespace HotWeave.Ghost.Profiling;

/// <summary>
/// What the runtime calls: one <c>ICorProfilerCallback4</c> for the process, in memory that is never freed. All but five of its methods
/// only say that all is well. Nothing here waits, and nothing is left to run at the end of the process.
/// </summary>
internal static unsafe class ProfilerCallback
{
    private const int Count = 89;
    private const int InitializeForAttach = 80;
    private const int GetReJITParameters = 84;
    private const int JITInlining = 28;
    private const int ReJITError = 86;

    // One of Initialize: a library that was named before the start is no ghost's.
    private const int Initialize = 3;

    private static readonly Guid[] s_ids =
    [
        new("00000000-0000-0000-C000-000000000046"), // IUnknown
        new("176FBED1-A55C-4796-98CA-A9DA0EF883E7"), // ICorProfilerCallback
        new("8A8CC829-CCF2-49fe-BBAE-0F022228071A"), // 2
        new("4FD2ED52-7731-4b8d-9469-03D2CC3086C5"), // 3
        new("7B63B2E3-107D-4d48-B2F6-F61E229470D2"), // 4
    ];

    private static readonly nint s_object = Make();

    // Written once, when the runtime attaches the library; read by the threads that weave.
    private static nint s_info;

    /// <summary>What the runtime gave when it attached the library; none while it has not.</summary>
    public static ProfilerInfo Info => new((void*)Volatile.Read(ref s_info));

    /// <summary>The object, by one of its interfaces.</summary>
    public static int Query(Guid* id, void** found)
    {
        foreach (var known in s_ids)
        {
            if (*id != known)
                continue;
            *found = (void*)s_object;
            return HResult.Ok;
        }

        *found = null;
        return HResult.NoInterface;
    }

    private static nint Make()
    {
        var methods = (nint*)NativeMemory.Alloc(Count + 1, (nuint)sizeof(nint));
        methods[0] = (nint)(methods + 1);
        methods++;
        for (var i = 0; i < Count; i++)
            methods[i] = (nint)(delegate* unmanaged<int>)&Succeed;
        methods[0] = (nint)(delegate* unmanaged<void*, Guid*, void**, int>)&QueryInterface;
        methods[1] = (nint)(delegate* unmanaged<uint>)&KeepReference;
        methods[2] = (nint)(delegate* unmanaged<uint>)&KeepReference;
        methods[Initialize] = (nint)(delegate* unmanaged<int>)&Refuse;
        methods[InitializeForAttach] = (nint)(delegate* unmanaged<void*, void*, void*, uint, int>)&Attach;
        methods[GetReJITParameters] = (nint)(delegate* unmanaged<void*, nint, int, void*, int>)&GiveBody;
        methods[JITInlining] = (nint)(delegate* unmanaged<void*, nint, nint, int*, int>)&AllowInlining;
        methods[ReJITError] = (nint)(delegate* unmanaged<void*, nint, int, nint, int, int>)&NoteError;
        return (nint)(methods - 1);
    }

    [UnmanagedCallersOnly]
    private static int Succeed() => HResult.Ok;

    [UnmanagedCallersOnly]
    private static int Refuse() => HResult.Fail;

    [UnmanagedCallersOnly]
    private static uint KeepReference() => 1;

    [UnmanagedCallersOnly]
    private static int QueryInterface(void* self, Guid* id, void** found) => Query(id, found);

    [UnmanagedCallersOnly]
    private static int Attach(void* self, void* unknown, void* data, uint length)
    {
        var result = ProfilerInfo.Query(unknown, out var info);
        if (result < 0)
            return result;
        result = info.EnableEvents();
        if (result >= 0)
            Volatile.Write(ref s_info, info.Address);
        return result;
    }

    // On the thread that compiles the method.
    [UnmanagedCallersOnly]
    private static int GiveBody(void* self, nint module, int method, void* control) =>
        BodyTable.TryFind(module, method, out var body) ? new FunctionControl(control).Give(body) : HResult.Ok;

    // On the thread that compiles the caller, while methods are about to get their stubs: none of them is inlined from now on.
    [UnmanagedCallersOnly]
    private static int AllowInlining(void* self, nint caller, nint callee, int* isAllowed)
    {
        if (Info.TryFindMethod(callee, out var module, out var method) && BodyTable.TryFind(module, method, out _))
            *isAllowed = 0;
        return HResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static int NoteError(void* self, nint module, int method, nint function, int result)
    {
        StubErrors.Note(method, result);
        return HResult.Ok;
    }
}
