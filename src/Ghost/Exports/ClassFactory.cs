using System.Runtime.InteropServices;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Exports;

/// <summary>Where the runtime enters the library when it attaches it.</summary>
internal static unsafe class ClassFactory
{
    /// <summary>The id by which the tool has it attached.</summary>
    public static readonly Guid Id = new("5c0a2d0e-6f0b-4d5e-9d2b-7d3f4e0c8a15");

    private static readonly nint s_object = Make();

    [UnmanagedCallersOnly(EntryPoint = "DllGetClassObject")]
    private static int GetClassObject(Guid* type, Guid* id, void** found)
    {
        if (*type != Id)
        {
            *found = null;
            return HResult.ClassNotAvailable;
        }

        *found = (void*)s_object;
        return HResult.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "DllCanUnloadNow")]
    private static int CanUnload() => 1; // S_FALSE: what it gave the runtime stays in use.

    // QueryInterface, AddRef, Release, CreateInstance, LockServer
    private static nint Make()
    {
        var methods = (nint*)NativeMemory.Alloc(6, (nuint)sizeof(nint));
        methods[0] = (nint)(methods + 1);
        methods[1] = (nint)(delegate* unmanaged<void*, Guid*, void**, int>)&QueryInterface;
        methods[2] = (nint)(delegate* unmanaged<uint>)&KeepReference;
        methods[3] = (nint)(delegate* unmanaged<uint>)&KeepReference;
        methods[4] = (nint)(delegate* unmanaged<void*, void*, Guid*, void**, int>)&CreateInstance;
        methods[5] = (nint)(delegate* unmanaged<int>)&LockServer;
        return (nint)methods;
    }

    [UnmanagedCallersOnly]
    private static int QueryInterface(void* self, Guid* id, void** found)
    {
        *found = self;
        return HResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static uint KeepReference() => 1;

    [UnmanagedCallersOnly]
    private static int CreateInstance(void* self, void* outer, Guid* id, void** found)
    {
        if (outer is null)
            return ProfilerCallback.Query(id, found);
        *found = null;
        return HResult.NoAggregation;
    }

    [UnmanagedCallersOnly]
    private static int LockServer() => HResult.Ok;
}
