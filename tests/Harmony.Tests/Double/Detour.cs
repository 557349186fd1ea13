using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HarmonyLib;

/// <summary>
/// Leads the compiled code of a method to that of another. Linux on x64, where the runtime compiles each method once and writes into its
/// code where that is: the processes of tests are started so.
/// </summary>
internal static unsafe partial class Detour
{
    private const int ReadWriteExecute = 7;
    private const long PageSize = 4096;
    private const int Jump = 14;

    public static void Lead(MethodBase from, DynamicMethod to)
    {
        var code = (byte*)CodeAddresses.Find(from);
        var page = (long)code & ~(PageSize - 1);
        if (Protect((void*)page, (nuint)((long)code + Jump - page), ReadWriteExecute) != 0)
            throw new InvalidOperationException("the code cannot be written");
        // jmp [rip]; the address follows.
        var target = (long)Compile(to);
        code[0] = 0xFF;
        code[1] = 0x25;
        *(int*)(code + 2) = 0;
        *(long*)(code + 6) = target;
    }

    private static nint Compile(DynamicMethod method)
    {
        var describe = typeof(DynamicMethod).GetMethod("GetMethodDescriptor", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var handle = (RuntimeMethodHandle)describe.Invoke(method, null)!;
        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);
}
