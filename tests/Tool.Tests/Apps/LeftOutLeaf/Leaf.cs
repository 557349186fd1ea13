namespace LeftOut;

public static class Leaf
{
#if NEXT
    public static string Say(string name) => string.Join(" ", "good day", name, "from the leaf");
#else
    public static string Say(string name) => string.Join(" ", "hello", name, "from the leaf");
#endif
}
