using System.Runtime.CompilerServices;

namespace Parts;

/// <summary>What the JIT inlines: into a caller that can be compiled anew, into one that cannot, and into one that never returns.</summary>
public static class Small
{
    public static int Number() => Version.Number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Ask() => Number() + 10;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AskFor<T>() => Number() + typeof(T).Name.Length;
}

/// <summary>What another component of the application patches.</summary>
public static class Modded
{
    public static string Greet(string name) => $"{name} {Version.Number}";

    public static string Where() => System.Reflection.MethodBase.GetCurrentMethod()!.Name;
}
