namespace Shop;

/// <summary>What changes in the program's own assembly.</summary>
public static class Greeter
{
#if NEXT
    public static string Greet() => "good evening";
#else
    public static string Greet() => "good morning";
#endif
}
