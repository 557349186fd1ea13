using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Linq.Expressions;

// Expression trees of the new build name members that no deployed type has.
public class Item
{
    private readonly int _size;
    public string Name;

    public Item(string name)
    {
        Name = name;
        _size = name.Length;
    }

#if V2
    public Item(string name, int size)
    {
        Name = name + "+";
        _size = size;
    }

    public Item()
    {
        Name = "nameless";
        _size = 3;
    }

    public int Weight = 7;
    public static int Scale = 3;
    public string Label { get; set; } = "label";
    public static string Unit { get; set; } = "kg";
    public int Doubled => _size * 2;
    public string this[int index, string text] => Name + index + text + _size;

    public string Show() => "shown " + Name;
    public string Show(int times, string separator) { return string.Join(separator, Enumerable.Repeat(Name, times)) + Doubled; }
    public string Typed<T>(T value) => typeof(T).Name + value + _size;
    public static string Shared(Item item, int more) => item.Name + more + Scale;
    public virtual string Kind() => "item";
    public static Item operator +(Item left, Item right) => new Item(left.Name + right.Name, left._size + right._size);
    public static implicit operator string(Item item) => "implicitly " + item.Name;
    private int Sum(params int[] numbers) => numbers.Sum() + _size;
#endif

    public string Describe() => Name + ":" + _size;
}

public class Crate : Item
{
    public Crate(string name) : base(name)
    {
    }

#if V2
    public override string Kind() => "crate of " + Name;
#endif
}

public class Pair<T>
{
    public T Left = default!;
    public int Count { get; set; } = 1;

#if V2
    public T? Right;
    public string Both(T other) => Left + "," + Right + "," + other + typeof(T).Name;
    public U Turned<U>(Func<T, U> turn) => turn(Left);
    public string Third { get; set; } = "third";
    public static string Of(T value) => typeof(T).Name + value;
#endif
}

public struct Point
{
    public int X;

    public string Where() => "at " + X + " or so, more or less";
#if V2
    public int Moved(int by) => X + by;
    public string Text => "point " + X;
#endif
}

public static class AddedInTrees
{
    private static readonly Item s_first = new("tea");
    private static readonly Crate s_crate = new("box");

    public static void Run(TextWriter output)
    {
        var item = s_first;
        var local = 4;
        Value(output, () => item.Describe() + local);
#if V2
        Value(output, () => item.Show());
        Value(output, () => item.Show(local, "-"));
        Value(output, () => item.Typed(local) + item.Typed<object>("o"));
        Value(output, () => Item.Shared(item, local + 1));
        Value(output, () => item.Weight + Item.Scale);
        Value(output, () => item.Label + Item.Unit + item.Doubled);
        Value(output, () => item[2, "x"]);
        Value(output, () => item.Kind() + s_crate.Kind() + ((Item)s_crate).Kind());
        Value(output, () => new Item("new", local).Describe());
        Value(output, () => new Item().Describe() + new Item { Name = "later" }.Describe());
        output.Write(Activator.CreateInstance<Item>().Describe());
        Value(output, () => (item + s_crate).Describe());
        Value<string>(output, () => item);
        Value(output, () => ((Func<string>)item.Show)() + ((Func<Item, int, string>)Item.Shared)(item, 2));
        Value(output, () => new[] { item, s_crate }.AsQueryable().Where(i => i.Doubled > 5 && i.Weight == 7).OrderBy(i => i.Label).Select(i => new { i.Label, Name = i.Show() }).Count());
        var pair = new Pair<string> { Left = "l" };
        pair.Right = "r";
        Value(output, () => pair.Both(item.Label) + pair.Right + pair.Third + pair.Turned(t => t.Length) + Pair<int>.Of(local));
        var numbers = new Pair<int>();
        Value(output, () => numbers.Right + numbers.Both(3) + numbers.Third);
        var point = new Point { X = 5 };
        Value(output, () => point.Moved(2) + point.Text);
        Value(output, () => ((Func<int, int>)point.Moved)(3));
        Value(output, () => Generic(s_crate) + Generic(item));
        Item? none = null;
        Value(output, () => none!.Doubled);
        Expression<Func<Item, string>> over = i => i.Show(2, i.Label);
        output.Write(over.Compile()(s_crate) + over.Parameters.Count);
#endif
    }

#if V2
    private static string Generic<T>(T of)
        where T : Item
    {
        Expression<Func<T, string>> tree = t => t.Kind() + t.Label + t.Weight;
        return tree.Compile()(of);
    }
#endif

    private static void Value<T>(TextWriter output, Expression<Func<T>> tree)
    {
        foreach (var interpreted in new[] { false, true })
        {
            try
            {
                output.Write(tree.Compile(interpreted)() + ";");
            }
            catch (NullReferenceException)
            {
                output.Write("null;");
            }
        }
    }
}
