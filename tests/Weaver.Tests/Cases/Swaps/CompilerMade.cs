using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

// What the compiler makes beside the code: hashes of strings, read-only collections, throwing helpers, inline arrays, cached delegates; some only in one version.
public class Shape(string kind)
{
    public string Kind { get; } = kind;
    private int[] values = [1, 2, 3];
    public ref int this[Index index] => ref values[index];
    public int[] this[Range range] => values[range];
#if V2
    public int Length => values.Length;
    public int[] Slice(int start, int length) => values.AsSpan(start, length).ToArray();
    public static bool operator true(Shape shape) => shape.Kind.Length > 2;
    public static bool operator false(Shape shape) => shape.Kind.Length <= 2;
    public static Shape operator &(Shape a, Shape b) => new(a.Kind + "&" + b.Kind);
    public static explicit operator checked byte(Shape shape) => checked((byte)(shape.Kind.Length * 100));
    public static explicit operator byte(Shape shape) => unchecked((byte)(shape.Kind.Length * 100));
    public void Deconstruct(out string kind, out int first) => (kind, first) = (Kind, values[0]);
#endif
    public string Show() { return Kind + values.Length + ToString()!.Length * 0; }
}

public struct Steps(int n) : IEnumerable<int>
{
    private int n = n;
    public readonly IEnumerator<int> GetEnumerator()
    {
        try
        {
            for (var i = 0; i < n; i++)
            {
#if V2
                if (i == 3) yield break;
                yield return i * 2;
#else
                yield return i;
#endif
            }
        }
        finally
        {
            Ended++;
        }
    }

    public static int Ended;
    readonly IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
    public readonly Func<int> Captured() { var self = this; return () => self.n + Ended * 0; }
    public async readonly Task<int> Later() { var copy = n; await Task.Yield(); return copy + Ended * 0; }
}

public static class CompilerMade
{
    private static event Action<string>? Raised;

    public static void Run(TextWriter output)
    {
        output.WriteLine(string.Join(",", new[] { "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta" }.Select(Number)) + Characters("seven") + Tuples(1, "b", true) + Thrown(() => Unmatched(7)));
        output.WriteLine(Collections() + new Steps(5).Sum() + Steps.Ended * 0 + new Steps(2).Captured()() + new Steps(3).Later().Result + Early() + new Shape("shape").Show());
        output.WriteLine(Generic<int>.Make(3)("x") + Generic<string>.Make("s")("y") + Trees() + Handlers() + Async(2).Result + Loops() + Wide(1, 2, 3, 4, 5, 6, 7, 8, 9));
#if V2
        output.WriteLine(Operators() + Shape2());
#endif
    }

    private static int Number(string text) => text switch
    {
        "alpha" => 1, "beta" => 2, "gamma" => 3, "delta" => 4, "epsilon" => 5, "zeta" => 6,
#if V2
        "eta" => 70, "theta" => 80, "iota" => 90,
#endif
        _ => text.Length,
    };

    private static string Characters(ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case "one": return "1";
            case "two": return "2";
            case "three": return "3";
            case "four": return "4";
            case "five": return "5";
            case "six": return "6";
#if V2
            case "seven": return "7 two" + text.Length;
#else
            case "seven": return "7";
#endif
            default: return "many";
        }
    }

    private static string Tuples(int a, string b, bool c)
    {
        var tuple = (a, b, c, d: (a, b));
#if V2
        (a, b, _, var (e, f)) = tuple;
        return tuple switch { (1, "b", true, (_, "b") pair) when pair.a == 1 => "two" + e + f + pair + (tuple == (1, "b", true, (1, "b"))), _ => "other" };
#else
        return tuple switch { (1, "b", true, _) => "one" + tuple, _ => "other" };
#endif
    }

    private static int Unmatched(int n) => n switch
    {
        1 => 10,
#if V2
        2 => 20, 3 => 30,
#else
        2 => 21,
#endif
    };

    private static string Collections()
    {
        int[] array = [1, 2, 3];
        List<int> list = [0, .. array, 4];
        HashSet<string> set = ["a", "b"];
        ReadOnlySpan<string> span = ["x", "y", array.Length.ToString()];
        IEnumerable<int> items = [7, 8, .. list];
#if V2
        IReadOnlyList<object> objects = [1, "two", .. set];
        ICollection<int> collection = [.. items, 9];
        Span<int?> nullables = [1, null, list.Count];
        ReadOnlySpan<(int, string)> pairs = [(1, "a"), (2, "b")];
        IList<long> single = [5];
        IReadOnlyCollection<string> one = ["only"];
        return objects.Count + objects[2].ToString() + collection.Count + nullables[2] + pairs[1].Item2 + span[2] + single[0] + one.First() + list.Sum() + Params(1, 2) + Params();
#else
        return list.Sum() + span[2] + items.Count() + set.Count;
#endif
    }

    private static int Params(params IReadOnlyList<int> items) => items.Count + Steps.Ended * 0;

    private static string Early()
    {
        var before = Steps.Ended;
        foreach (var step in new Steps(5)) { if (step > 1) break; }
        return "ended" + (Steps.Ended - before);
    }

    private static class Generic<T>
    {
        public static Func<string, string> Make(T item)
        {
            Func<string, string> first = s => s + typeof(T).Name + item;
#if V2
            return s => Inner(first)(s) + "two";
            Func<string, string> Inner(Func<string, string> f) => x => f(f(x)) + Static<T>(item);
            static string Static<U>(U other) => typeof(U).Name + other;
#else
            return first;
#endif
        }
    }

    private static string Trees()
    {
        var n = 3;
#if V2
        Expression<Func<Shape, string>> tree = s => s.Kind.ToUpperInvariant() + n + new[] { 1, n }.Length + new { A = n, s.Kind }.A;
#else
        Expression<Func<Shape, string>> tree = s => s.Kind + n;
#endif
        return tree.Compile()(new Shape("tree")) + tree.Body.NodeType;
    }

    private static string Handlers()
    {
        var text = "";
        Action<string> handler = s => text += s;
        Raised += handler;
        Raised += Static;
        Raised?.Invoke("r");
        Raised -= Static;
        Raised -= handler;
        return text + (Raised is null) + Seen;
        static void Static(string s) => Seen = s + Version;
    }

    private static string Seen = "";
#if V2
    private const string Version = "two";
#else
    private const string Version = "one";
#endif

    private static async ValueTask<string> Inner<T>(T item, CancellationToken token = default) where T : struct { await Task.Delay(0, token); return Version + item; }

    private static async Task<string> Async(int n)
    {
        var text = "";
        for (var i = 0; i < n; i++)
        {
            try { text += await Inner(i) + await Local(i); }
            catch (Exception e) when (e is NotSupportedException) { text += e.Message + await Never(e); }
            finally { text += await Inner(true); }
        }

#if V2
        await foreach (var item in Items(text.Length)) text += item;
        return text + await (await Task.WhenAny(Inner(1.5m).AsTask(), Task.FromResult("never").ContinueWith(async t => { await Task.Delay(5000); return t.Result; }).Unwrap()));
#else
        return text;
#endif
        async Task<int> Local(int k) { await Task.Yield(); return k * n; }
        static Task<bool> Never(Exception e) => Task.FromResult(e is NotSupportedException);
    }

#if V2
    private static async IAsyncEnumerable<string> Items(int n) { for (var i = 0; i < 2; i++) { await Task.Yield(); yield return "i" + (n * 0 + i); } }

    private static string Operators()
    {
        var (a, b) = (new Shape("abc"), new Shape("d"));
        var (kind, first) = a;
        var both = a && b ? "yes" : "no";
        return both + (byte)a + Thrown(() => checked((byte)new Shape("long enough"))) + kind + first + a[^1] + a[1..].Length + (a is [1, .. var rest, _] ? rest.Length : -1);
    }

    private static string Shape2() { Shape? none = null; none ??= new Shape("none"); ref var last = ref none[^1]; last += 5; return none[2] + none?.Kind!; }
#endif

    private static string Loops()
    {
        var text = "";
        for (var i = 0; i < 3; i++)
        {
            switch (i)
            {
                case 0: goto case 2;
                case 1: text += "1"; continue;
                case 2: text += "2" + Version; break;
            }

            if (text.Length > 6) goto end;
        }

    end:
        unsafe
        {
            fixed (char* c = text) { text = new string(c, 0, 2); }
            int* local = stackalloc int[3] { 1, 2, 3 };
            return text + local[2] + *(local + 1);
        }
    }

    private static string Wide(byte a, short b, int c, long d, float e, double f, decimal g, nint h, in int i)
    {
        return a + b + c + d + e + f + (double)g + h + i + Version;
    }

    private static string Thrown<T>(Func<T> f) { try { return "" + f(); } catch (Exception e) { return e.GetType().Name; } }
}
