using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Methods without a body of their own, and those that native code calls.
public class Vault
{
    private int _secret = 41;

    public string Describe() => "a vault, " + _secret.ToString().Length + " digits";
}

public static unsafe partial class AddedNatives
{
    private static readonly Vault s_vault = new();

    public static void Run(TextWriter output)
    {
        output.Write(s_vault.Describe() + Environment.NewLine.Length);
#if V2
        output.Write(Secret(s_vault)++ + Made().Describe() + Local());
        Secret(s_vault) = 41;
        output.Write(Here() == Environment.ProcessId);
        Func<int> here = Here;
        output.Write(here() == Environment.ProcessId);
        delegate* unmanaged<int, int, int> added = &Added;
        output.Write(added(3, 4));
        delegate* unmanaged[Cdecl]<int, int> cdecl = &Cdecl;
        output.Write(cdecl(5));
        delegate*<int, int> managed = &Managed;
        output.Write(managed(6) + Generic<string>("g") + Generic(7));
#endif
    }

#if V2
    private static int Here() => OperatingSystem.IsWindows() ? GetCurrentProcessId() : GetPid();

    [DllImport("kernel32")]
    private static extern int GetCurrentProcessId();

    [DllImport("libc", EntryPoint = "getpid", SetLastError = true)]
    private static extern int GetPid();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_secret")]
    private static extern ref int Secret(Vault vault);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Vault Made();

    private static int Local()
    {
        return Accessor(new Vault()) + 1;

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_secret")]
        static extern ref int Accessor(Vault vault);
    }

    [UnmanagedCallersOnly]
    private static int Added(int left, int right) { return left * 10 + right; }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Cdecl(int number) => Managed(number) + 1;

    private static int Managed(int number) => number * 2;

    private static string Generic<T>(T value)
    {
        delegate*<T, string> named = &Named<T>;
        return named(value);
    }

    private static string Named<T>(T value) => typeof(T).Name + value;
#endif
}
