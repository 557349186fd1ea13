namespace LeftOut;

public static class Mid
{
    public static string Say(string name) => string.Join(", ", Leaf.Say(name), "by the middle");
}
