using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// Calls through a reference to a receiver of a generic type, of members that the patch answers for.
public class Node
{
    private string text = "";
    private static readonly int version =
#if V2
        2;
    private string extra = "x";
    public void Added<T>(T with) where T : notnull => extra += with + ";";
    public virtual string Late(int n) => "late" + n + extra;
    private string Hidden { get => extra; set => extra = value; }
#else
        1;
#endif

    public void Touch(int k)
    {
#if V2
        text += "two" + k + extra + ";";
#else
        text += "one" + k + ";";
#endif
        if (text.Length > 100) Console.WriteLine("long");
    }

    private string Read<U>(U with, List<U> others) { return text + with + others.Count + version * 0; }

    public string this[int index]
    {
        get { return text + "[" + index + "]"; }
        set { text = value + text.Length + index; if (text.Length > 100) Console.WriteLine("long"); }
    }

    public static string Set<T>(ref T slot, T next) where T : Node
    {
        slot.Touch(1);
        slot = next;
        slot.Touch(2);
        slot[3] = "set";
        Func<T, string> lambda = n => { n.Touch(4); return n.Read("u", [""]) + n[5]; };
#if V2
        slot.Added(3);
        slot.Added("text");
        slot.Hidden = slot.Hidden + "h";
        slot.extra += "e";
        return lambda(slot) + slot.Late(6) + slot.extra + slot.Read(1, [2, 3]);
#else
        return lambda(slot) + slot.Read(1, [2, 3]);
#endif
    }

    public static string All<T, U>(T[] nodes, U with) where T : Node where U : class, new()
    {
        nodes[0].Touch(3);
        foreach (var node in nodes) node.Touch(4);
        return nodes[0].Read(with.GetType().Name, []) + string.Join("|", nodes.Select(n => n[1]));
    }

    public static string None<T>(T[] nodes) where T : Node
    {
        try { nodes[0].Touch(3); return "no exception" + version; }
        catch (NullReferenceException) { return "null"; }
    }
}

public sealed class Leaf : Node
{
#if V2
    public override string Late(int n) => "leaf" + n + base.Late(n);
#endif
}

public class Box<T>
{
    private T[] items = new T[1];
    public string Show<U>(ref U box, T item) where U : Box<T>
    {
        box.Store(item);
#if V2
        box.Both(item, 2);
#endif
        return box.items.Length + "" + box.items[0];
    }
    private void Store(T item)
    {
#if V2
        items = [item, item];
#else
        items = [item];
#endif
    }
#if V2
    internal void Both<V>(T item, V other) => items = [.. items, item];
#endif
}

public interface IShape
{
    int Sides { get; set; }
    sealed string Fixed(int n)
    {
        Sides++;
#if V2
        return "two" + n + Sides + Private("f");
#else
        return "one" + n + Sides;
#endif
    }
    sealed string Typed<U>(U with) { return "typed" + with + Sides + Fixed(0).Length * 0; }
#if V2
    private string Private(string text) => text + Sides;
    sealed string Added<U>(U with) => "added" + with + Private("a") + Sides++;
    string Default(int n) => "default" + n + Sides++;
#endif
    static string All<T>(ref T shape) where T : IShape
    {
        var text = shape.Fixed(1) + shape.Typed("t") + shape.Sides;
#if V2
        text += shape.Added(2) + shape.Default(3) + shape.Sides + shape.Private("p");
#endif
        return text;
    }
}

public struct Square(int sides) : IShape
{
    private int sides = sides;
    public int Sides { readonly get => sides; set => sides = value; }
#if V2
    public string Default(int n) => "square" + n + sides++;
#endif
    public readonly string Both() { return "both" + sides + ToString(); }
}

public class Round : IShape
{
    public int Sides { get; set; } = 1;
}

public static class Constrained
{
    public static void Run(TextWriter output)
    {
        var node = new Node();
        output.WriteLine(Node.Set(ref node, new Node()));
        var leaf = new Leaf();
        output.WriteLine(Node.Set(ref leaf, new Leaf()));
        output.WriteLine(Node.All<Leaf, object>([new(), new()], ""));
        output.WriteLine(Node.All<Node, List<int>>([new Leaf(), new()], [1]));
        output.WriteLine(Node.None(new Leaf[1]));
        var box = new Box<int>();
        output.WriteLine(box.Show(ref box, 3));
        var texts = new Box<string>();
        output.WriteLine(texts.Show(ref texts, "t"));
        var square = new Square(4);
        output.WriteLine(IShape.All(ref square) + square.Sides + square.Both());
        var round = new Round();
        output.WriteLine(IShape.All(ref round) + round.Sides);
        IShape shape = square;
        output.WriteLine(IShape.All(ref shape) + shape.Sides);
    }
}
