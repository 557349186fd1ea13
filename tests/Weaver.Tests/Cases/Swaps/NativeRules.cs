using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

// An assembly that has marshalling disabled: what native code gets is what managed code has.
public static unsafe class NativeRules
{
    public static void Run(TextWriter output)
    {
        delegate* unmanaged<bool, char, Pair, int> code = &Native;
        output.Write(code(true, 'b', new Pair { On = true, Letter = 'c' }));
        output.WriteLine(Added());
    }

    private struct Pair { public bool On; public char Letter; }

    [UnmanagedCallersOnly]
#if V2
    private static int Native(bool isOn, char letter, Pair pair) => isOn && pair.On ? letter + pair.Letter + 2000 : -2;
    private static string Added()
    {
        delegate* unmanaged<bool, char, Fresh> made = &Make;
        return made(true, 'x').ToString();
    }

    [UnmanagedCallersOnly]
    private static Fresh Make(bool isOn, char letter) => new() { On = isOn, Letter = letter };
    private struct Fresh { public bool On; public char Letter; public override readonly string ToString() => "" + On + Letter; }
#else
    private static int Native(bool isOn, char letter, Pair pair) => isOn && pair.On ? letter + pair.Letter + 1000 : -1;
    private static string Added() { return "none"; }
#endif
}
