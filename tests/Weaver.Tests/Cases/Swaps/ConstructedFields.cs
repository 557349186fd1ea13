using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// Fields that only constructors fill, where the new build says what objects that exist would have.
public class Token
{
    private readonly string text;
#if V2
    private readonly bool forced;
    private readonly int weight;
    public string? Note { get; set; }
    public Token(string text) : this(text, false, 7) { }
    public Token(string text, bool forced, int weight) { this.text = text; this.forced = forced; this.weight = weight; Note = "noted"; }
    public string Show() { return text + forced + weight + Note; }
#else
    public Token(string text) { this.text = text; }
    public string Show() { return text + text.Length + ToString()!.Length * 0; }
#endif
}

public class Map<T>
{
    private readonly Type type;
    private readonly List<T> items;
#if V2
    private readonly string[] names;
    private readonly int count;
    private readonly Func<int> later;
    public Map(Type type, List<T> items)
    {
        if (type is null)
            throw new ArgumentNullException(nameof(type));
        names = Names(type);
        this.type = type;
        this.items = items;
        count = items.Count * 2;
        later = items.Last.Get;
    }

    private static string[] Names(Type type) => [type.Name, "of " + typeof(T).Name];
    public string Show() { return string.Join("+", names) + count + items.Count + later(); }
#else
    public Map(Type type, List<T> items)
    {
        if (type is null)
            throw new ArgumentNullException(nameof(type));
        this.type = type;
        this.items = items;
    }

    public string Show() { return type.Name + items.Count + ToString()!.Length * 0; }
#endif
}

// The deployed field is called otherwise.
#if V2
public class Wrapper<T>(T given, string label)
{
    public string Show() { return label + "2" + given + typeof(T).Name; }
}
#else
public class Wrapper<T>
{
    private readonly T _value;
    private readonly string _name;
    public Wrapper(T value, string name) { _value = value; _name = name; }
    public string Show() { return _name + "1" + _value + typeof(T).Name; }
}
#endif

#if V2
public static class Extra
{
    extension<T>(List<T> list) { public Getter Last => new Getter { Value = list.Count }; }
}
public class Getter { public int Value; public int Get() => Value; }
#endif

public class Copied
{
    private int size;
#if V2
    private int unit;
    public Copied(int size) { this.size = size; unit = 3; }
    public Copied(Copied other) { size = other.size; unit = other.unit; }
    public string Show() { return "" + size * unit; }
#else
    public Copied(int size) { this.size = size; }
    public Copied(Copied other) { size = other.size; }
    public string Show() { return "" + size + ToString()!.Length * 0; }
#endif
    public void Grow() { size++; size--; }
}

public static class ConstructedFields
{
    private static readonly Token token = new("old");
    private static readonly Map<int> map = new(typeof(string), [1, 2, 3]);
    private static readonly Map<string> words = new(typeof(int), ["a"]);
    private static readonly Wrapper<int> number = new(4, "number");
    private static readonly Wrapper<string> text = new("t", "text");
    private static readonly Copied copied = new(new Copied(5));

    public static void Run(TextWriter output)
    {
        output.WriteLine(token.Show() + new Token("new").Show());
        output.WriteLine(map.Show() + words.Show() + new Map<int>(typeof(Token), []).Show());
        output.WriteLine(number.Show() + text.Show() + new Wrapper<int>(5, "more").Show());
        output.WriteLine(copied.Show() + new Copied(copied).Show() + new Copied(8).Show());
    }
}
