using System;

// Added methods, constructors, fields and properties of deployed types, and delegates of them.
public class Order
{
    public int Total { get; set; }

#if V2
    private int _seen = 4;
    private static string s_name = "n" + 1;

    public Order(int total) => Total = total;

    public Order()
    {
    }

    public int Seen() => ++_seen;

    private static string Name() => s_name;
#endif

    public string Show()
    {
#if V2
        Func<int> seen = Seen;
        Func<string> name = Name;
        return new Order(3).Seen() + seen() + name() + Total;
#else
        return "order " + Total;
#endif
    }
}
