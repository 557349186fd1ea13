using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

public class Register
{
    private static int known = 3;
    private static readonly string name = "register";

#if V2
    private static int plain;
    private static int counted = 40 + known;
    private static readonly List<string> log = new() { "made" };
    private static volatile int seen;
    private static string? note = known > 2 ? "big" : "small";
    private static (int X, int Y) place = (3, 7);
    private static readonly Func<int, int> rule = n => n + 100;
    private static readonly int[] table = { 1, 2, 3, 4, 5, 6, 7, 8 };
    private static readonly Dictionary<string, Func<string>> ways = new() { ["a"] = () => "way a", ["b"] = Describe };
    private static readonly string composed = $"{name}-{Other.Scale}-{counted}";
    private static readonly string kind = known switch { 1 => "one", 3 => "three", _ => throw new InvalidOperationException() };
    private static unsafe int* pointer;
    private static readonly object gate = new();
    [ThreadStatic]
    private static int own;
    public static int Auto { get; set; } = 11;
    public static event Action? Ticked;
    public const int Limit = 77;
    private static readonly DateTime day = new(2024, 2, 29);
    private static Guid id;

    private static string Describe() => "way b";
#endif

    public static string Tick(string text)
    {
#if V2
        plain += 2;
        counted++;
        log.Add(text);
        seen++;
        note += text;
        place.X += 2;
        var (x, y) = place;
        Interlocked.Increment(ref plain);
        ref var again = ref counted;
        again += 10;
        Action handler = static () => seen += 100;
        Ticked += handler;
        Ticked?.Invoke();
        Ticked -= handler;
        own += 5;
        var other = -1;
        var thread = new Thread(() => other = ++own);
        thread.Start();
        thread.Join();
        lock (gate)
            Auto++;
        unsafe
        {
            int local = 5;
            pointer = &local;
            *pointer += 4;
            plain += *pointer;
            pointer = null;
        }

        id = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        var result = $"{plain} {counted} {string.Join(",", log)} {seen} {note} {x}{y} {rule(1)} {table.Sum()} {ways["a"]()}{ways["b"]()} {composed} {kind} {own} {other} {Auto} {Limit} {Ticked is null} {day:yyyyMMdd} {id}";
        (plain, counted, seen, note, place.X, own, Auto) = (0, 43, 0, "big", 3, 0, 11);
        log.RemoveAt(1);
        return result;
#else
        return name + known + text;
#endif
    }
}

public static class Other
{
#if V2
    // Textually after its first use: initialised when it is first touched.
    internal static readonly int Scale = Compute(6);
    private static int Compute(int n) => n * factor;
    private static int factor = 7;
#endif

    public static string Show() =>
#if V2
        "scale " + Scale + factor;
#else
        "no scale" + Environment.NewLine.Length;
#endif
}

public class Pool<T>
    where T : notnull
{
#if V2
    private static readonly List<T> items = new();
    private static int count = typeof(T).Name.Length;
    private static T? spare;
    private static readonly Func<T, string> show = item => "<" + item + ">";

    public string Add(T item)
    {
        items.Add(item);
        spare = item;
        var result = typeof(T).Name + items.Count + spare + ++count + show(item) + Local(item);
        items.Clear();
        count--;
        return result;
        static string Local(T item) => "local" + item + count;
    }
#else
    public string Add(T item) { return typeof(T).Name + item; }
#endif
}

public struct Measure
{
#if V2
    private static int made = 5;
    private static readonly Measure unit = new() { value = 9 };
#endif
    private int value;

    public int Next()
    {
#if V2
        made++;
        var result = made * 10 + unit.value + value++ * 1000;
        made--;
        return result;
#else
        value += 1;
        return value - 1 + Environment.NewLine.Length - Environment.NewLine.Length;
#endif
    }
}

public interface IHasStatics
{
#if V2
    private static int answered = 30;
    string Answer() { answered++; var result = "two " + answered; answered--; return result; }
#else
    string Answer() { return "one " + GetType().Name; }
#endif
}

public class Answers : IHasStatics;

public class Retyped
{
#if V2
    private static long kept = 1L << 40;
    private static readonly int Max = 500;
    private const string Word = "const";
    private static int moved = 8;
#else
    private static int kept = 12;
    private const int Max = 5;
    private static readonly string Word = "static";
    private int moved = 4;
#endif

    public string Show()
    {
        kept += 2;
        moved += 2;
        var result = $"{kept} {Max} {Word} {moved}";
        kept -= 2;
        moved -= 2;
        return result;
    }
}

public static class AddedStatics
{
    private static readonly Pool<int> ints = new();
    private static readonly Pool<string> texts = new();
    private static readonly Retyped retyped = new();
    private static Measure measure;

    public static void Prepare() => GC.KeepAlive(ints);

    public static void Run(TextWriter output)
    {
        output.WriteLine(Register.Tick("a"));
        output.WriteLine(Register.Tick("b"));
        output.WriteLine(Other.Show());
        output.WriteLine(ints.Add(2) + new Pool<int>().Add(6) + texts.Add("s") + new Pool<Guid>().Add(default));
        measure = default;
        output.WriteLine(measure.Next() + measure.Next());
        output.WriteLine(((IHasStatics)new Answers()).Answer());
        output.WriteLine(retyped.Show() + new Retyped().Show());
    }
}
