// Object and collection initialisers, and operators that decide early, in expression trees over members that no deployed type has.
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Linq.Expressions;

public struct Place
{
    public int X;
    public int Y;
#if V2
    public int Z { get => X * 10 + Y; set { X = value / 10; Y = value % 10; } }
    public Place(int both) { X = both; Y = both + 1; }
#endif
}

public class Bag : IEnumerable<string>
{
    private readonly List<string> _all = new();
    public void Add(string text) { _all.Add(text); Noted.Log += "+" + text; }
#if V2
    public void Add(string text, int times) { for (var i = 0; i < times; i++) _all.Add(text); }
    public bool Add(int number) { _all.Add("n" + number); return true; }
    public Bag(string first) { _all.Add(first); }
    public Bag() { }
#endif
    public IEnumerator<string> GetEnumerator() => _all.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => _all.GetEnumerator();
}

public class Sub
{
    public int Old;
#if V2
    public int Added { get; set; }
    public string? Text;
    public Bag Bag2 = new();
#endif
}

public static class Noted { public static string Log = ""; }

public class Part
{
    public string Name = "part";
    public Place At;
    public Place Prop { get; set; }
    public Bag Bag { get; } = new();
    public Part? Inner { get; set; }
    public int Size { get; set; }
#if V2
    public int Added { get; set; } = 3;
    public string? Text;
    public Place Added2;
    public Bag Bag2 { get; } = new();
    public Bag Bag3 = new();
    public Sub Deep { get; set; } = new Sub();
    public readonly List<int> Numbers = new() { 100 };
    public required string Must { get; init; }
    public event Action? Never;
    public Part() { Name = "made"; }
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Part(int size) { Size = size; Name = "sized"; Must = "must"; }
    public string Show() => $"{Name},{At.X},{At.Y},{Size},{string.Join("/", Bag)},{Inner?.Name},{Added},{Text},{Added2.X}{Added2.Y},{string.Join("/", Bag2)},{string.Join("/", Bag3)},{Deep?.Added}{Deep?.Text},{string.Join("/", Numbers)},{Must},{Prop.X}{Never is null}";
#endif
}

public class Holder<T> where T : new()
{
    public T? Old;
#if V2
    public T? Value { get; set; }
    public List<T> Items = new();
    public static Expression<Func<T, Holder<T>>> Tree() => v => new Holder<T> { Old = v, Value = v, Items = { v, new T() } };
#endif
}

public struct Truth
{
    public int N;
    public Truth(int n) { N = n; }
#if V2
    public static string Log = "";
    public static bool operator true(Truth t) { Log += "t" + t.N; return t.N > 0; }
    public static bool operator false(Truth t) { Log += "f" + t.N; return t.N <= 0; }
    public static Truth operator &(Truth a, Truth b) { Log += "&"; return new Truth(a.N * b.N); }
    public static Truth operator |(Truth a, Truth b) { Log += "|"; return new Truth(a.N + b.N); }
#endif
}

public class Half
{
    public int N;
    public static Half operator &(Half a, Half b) { return new Half { N = a.N & b.N }; }
    public static Half operator |(Half a, Half b) { return new Half { N = a.N | b.N }; }
#if V2
    public static bool operator true(Half t) => t.N > 0;
    public static bool operator false(Half t) => t.N <= 0;
#endif
}

public static class AddedInInitialisers
{
    public static void Run(TextWriter output)
    {
        output.Write("hello" + Noted.Log.Length);
#if V2
        var n = 4;
        string? none = null;
        Value(output, () => new Part { Must = "m" }.Show());
        Value(output, () => new Part { Must = "m", Added = n, Text = "t" + n, Size = 2 }.Show());
        Value(output, () => new Part(n) { Added = n, Name = "given" }.Show());
        // Interpreted, .NET loses what an initialiser sets within a struct.
        Value(output, () => new Part(n) { At = new Place { X = 1, Z = 34 }, Added2 = { X = 5, Y = n } }.Show(), interpret: false);
        Value(output, () => new Part(n) { At = { X = 1, Y = 8 }, Prop = new Place(7) }.Show(), interpret: false);
        Value(output, () => new Part(n) { Bag = { "a", "b" }, Bag2 = { "c", { "d", 2 }, n }, Bag3 = { "e" } }.Show());
        Value(output, () => new Part(n) { Deep = { Added = 9, Text = "deep", Bag2 = { "x" } }, Numbers = { 1, n } }.Show());
        Value(output, () => new Part(n) { Inner = new Part { Must = "i", Name = "inner", Text = none } }.Show());
        Value(output, () => string.Join(",", new Bag("first") { "a", { "b", n }, 3 }));
        Value(output, () => string.Join(",", new Bag { 3, "q" }));
        Value(output, () => string.Join(",", new List<int> { 3, n, new Part(2) { Added = 5 }.Added }));
        Value(output, () => new { A = new Part(n) { Added = 2 }.Added, B = n }.ToString());
        Value(output, () => new Place { Z = 34 }.X);
        Value(output, () => new Place(3) { Z = 34 }.X + new Place(4).Y);
        Value(output, () => new Part(n) { Inner = { Added = 2 } }.Show());
        var h = Holder<int>.Tree().Compile()(5);
        output.Write(h.Old + "," + h.Value + string.Join("/", h.Items));
        Value(output, () => new Holder<object> { Value = "v" }.Value);
        Expression<Func<int, Expression<Func<Part>>>> quoted = k => () => new Part(k) { Added = k, Text = "q" };
        output.Write(quoted.Compile()(6).Compile()().Show());
        output.Write(new[] { 1, 2 }.AsQueryable().Select(i => new Part(i) { Added = i * 2 }).Select(p => p.Added).Sum());
        for (var i = -1; i <= 1; i++)
        {
            for (var j = -1; j <= 1; j++)
            {
                var a = new Truth(i);
                var b = new Truth(j);
                Truth.Log = "";
                Value(output, () => (a && b).N);
                Value(output, () => (a || b).N);
                Value(output, () => (a && b || a).N);
                Value(output, () => a && b ? "yes" : "no");
                output.Write(Truth.Log);
                var c = new Half { N = i };
                var d = new Half { N = j };
                Value(output, () => (c && d).N);
                Value(output, () => (c || d).N);
                Value(output, () => (c || d) ? 1 : 2);
            }
        }
#endif
    }

    private static void Value<T>(TextWriter output, Expression<Func<T>> tree, bool interpret = true)
    {
        foreach (var interpreted in interpret ? new[] { false, true } : new[] { false })
        {
            Noted.Log = "";
            try { output.Write(tree.Compile(interpreted)() + Noted.Log + ";"); }
            catch (NullReferenceException) { output.Write("null;"); }
        }
        output.Write("\n");
    }
}
