using System.Collections.Generic;
using System.IO;

// A class before and after what refactorings do to fields: a primary constructor, automatic properties, another spelling.
#if V2
public class Basket(string owner, List<int> items)
{
    private static int Made;
    private int sum = 1;

    public string Owner => owner + "!";

    public string Add(int item)
    {
        items.Add(item);
        sum += item;
        Made++;
        var text = $"{Owner} has {items.Count} for {sum}, number {Made}, and is {owner}";
        (sum, Made) = (sum - item, Made - 1);
        items.Remove(item);
        return text;
    }
}

public class Box<T>(T content)
{
    public string Show() => $"[{content}] {content is null}";
}

public struct Spot
{
    public int X { get; set; }

    public string Show() => $"at {X++} then {X--}";
}
#else
public class Basket
{
    private static int s_made;
    private readonly string _owner;
    private readonly List<int> _items;
    private int _sum = 1;

    public Basket(string owner, List<int> items)
    {
        _owner = owner;
        _items = items;
    }

    public string Owner => _owner;

    public string Add(int item)
    {
        _items.Add(item);
        _sum += item;
        s_made++;
        var text = $"{Owner}: {_items.Count}, {_sum}, {s_made}";
        (_sum, s_made) = (_sum - item, s_made - 1);
        _items.Remove(item);
        return text;
    }
}

public class Box<T>
{
    private readonly T m_content;

    public Box(T content) => m_content = content;

    public string Show() => $"({m_content})";
}

public struct Spot
{
    private int x;

    public int X
    {
        get => x;
        set => x = value;
    }

    public string Show() => $"{X++}{X--}";
}
#endif

public static class RenamedFields
{
    private static readonly Box<string> Text = new("kept");
    private static readonly Box<long> Number = new(5);
    private static Spot s_spot = new() { X = 7 };

    public static void Run(TextWriter output)
    {
        output.Write(Text.Show() + Number.Show() + s_spot.Show());
        output.Write(new Basket("b", [1, 2]).Add(3));
    }
}
