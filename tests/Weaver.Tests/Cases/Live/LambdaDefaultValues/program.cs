using System;
using System.IO;
using System.Linq;

public static class Case
{
    private static Delegate? s_kept;

    public static void Run(TextWriter output)
    {
#if V3
        var add = (int a = 3, int b = 30) => a + b;
#elif V2
        var add = (int a = 3, int b = 20) => a + b;
#else
        var add = (int a = 3, int b = 0) => a + b;
#endif
        s_kept ??= add;
        output.WriteLine($"direct {add()} {add(10)}");
        output.WriteLine("late " + CallLate(add));
        output.WriteLine("kept " + CallLate(s_kept));
    }

    private static object? CallLate(Delegate called)
    {
        var parameters = called.GetType().GetMethod("Invoke")!.GetParameters();
        return called.DynamicInvoke([.. parameters.Select(static p => p.HasDefaultValue ? p.DefaultValue : -1000)]);
    }
}
