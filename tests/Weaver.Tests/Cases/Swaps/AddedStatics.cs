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
    private static T? spare = default;
    private static (T? Item, int Count) most = default;
    private static readonly Func<T, string> show = item => "<" + item + ">";

    public string Add(T item)
    {
        items.Add(item);
        spare = item;
        most.Count++;
        var result = typeof(T).Name + items.Count + spare + ++count + show(item) + Local(item) + most;
        most.Count--;
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

// The static constructor of the deployed build has run; what the new one does for the added fields is taken out of it.
public static class Settings
{
    public static int Runs;
    public static readonly List<string> Log = new();
    private static readonly string[] names = { "one", "three", "fifteen" };
    private static readonly Dictionary<string, int> known = new();
    private static int start = 5;
    private static readonly bool isOn;
    private static string? text;

#if V2
    private static int one, computed, conditional, chosen, summed, counted, late, squared;
    private static readonly Dictionary<string, int> lengths;
    private static readonly List<string> upper = new();
    private static readonly int[] table;
    private static string? read, missing;
    private static readonly Func<int, int> rule, scaled;
    private static (int X, string Y) place;
    private static readonly HashSet<string> set = new() { "a" };
    private static string joined, lockedText;
    private static readonly string kind;
    private static List<int>? list;
    private static int? perhaps;
    private static readonly SortedDictionary<int, List<string>> groups;
    private static object? pairOne, pairTwo;
    private static int viaMethod;
    private static readonly List<string> viaMethodList = new();
    private static decimal price;
    private static Node? head;
#endif
    private static int last;

    static Settings()
    {
        Runs++;
        Log.Add("made");
        foreach (var name in names)
            known.Add(name, name.Length);
        isOn = names.Length > 2;
        last = known.Count;
        text = "text" + last;
#if V2
        one = 1;
        computed = Compute(one) + start;
        lengths = new Dictionary<string, int>();
        lengths["x"] = 1;
        foreach (var name in names)
        {
            Log.Add(name);
            lengths[name] = name.Length;
            upper.Add(name.ToUpperInvariant());
        }

        if (isOn)
            conditional = 7;
        else
            conditional = 8;
        chosen = isOn ? names.Length * 100 : throw new InvalidOperationException();
        for (var i = 0; i < names.Length; i++)
        {
            if (i == 1)
                continue;
            summed += names[i].Length;
        }

        table = new int[4];
        for (var i = 0; i < table.Length; i++)
            table[i] = i * i;
        try
        {
            read = Read("there");
        }
        catch (FileNotFoundException)
        {
            read = "not there";
        }

        try
        {
            missing = Read("missing");
        }
        catch (FileNotFoundException e) when (e.Message.Length > 2)
        {
            missing = "none: " + e.Message;
        }
        finally
        {
            counted++;
        }

        var factor = names.Length;
        rule = n => n * 3;
        scaled = n => n * factor + known.Count;
        place.X = 4;
        place.Y = "y" + factor;
        foreach (var item in names.Where(n => n.Length > 3).Select(n => n + factor))
            set.Add(item);
        var builder = new System.Text.StringBuilder();
        builder.Append("start");
        foreach (var pair in known.OrderBy(p => p.Key))
            builder.Append(' ').Append(pair.Key).Append(pair.Value);
        joined = builder.ToString();
        switch (names.Length)
        {
            case 1: kind = "single"; break;
            case 3: kind = "triple"; break;
            default: kind = "many"; break;
        }

        list = new List<int> { 3, 1, 2 };
        list.Sort();
        perhaps = list.Count > 2 ? list[0] : null;
        groups = new();
        foreach (var name in names)
        {
            if (!groups.TryGetValue(name.Length % 2, out var group))
                groups[name.Length % 2] = group = new();
            group.Add(name);
        }

        var shared = new object();
        pairOne = shared;
        pairTwo = shared;
        lock (shared)
            lockedText = "locked" + shared.GetType().Name;
        Fill(4);
        price = 12.5m;
        price *= 2;
        late = lengths.Count + (conditional == 7 ? upper.Count : -1);
        var tail = new Node { Value = 2 };
        head = new Node { Value = 1, Next = tail };
        tail.Value = 22;
        squared = int.TryParse("12", out var parsed) ? parsed * parsed : -1;
        Log.Add("end");
#endif
    }

    private static int Compute(int n) => n + 40;

    private static string Read(string name) => name == "missing" ? throw new FileNotFoundException(name) : name + "!";

#if V2
    private static void Fill(int n)
    {
        viaMethod = n * n;
        for (var i = 0; i < n; i++)
            viaMethodList.Add("m" + i);
    }

    private sealed class Node { public int Value; public Node? Next; }
#endif

    public static string Show()
    {
#if V2
        one++;
        upper.Add("own");
        lengths["own"] = 3;
        var result = string.Join(" ", one, computed, conditional, chosen, summed, counted, late, squared, string.Join(",", lengths.OrderBy(p => p.Key).Select(p => p.Key + p.Value)), string.Join(",", upper),
            string.Join(",", table), read, missing, rule(2), scaled(2), place, string.Join(",", set.OrderBy(s => s)), joined, kind, string.Join(",", list!), perhaps, string.Join(",", groups.Select(g => g.Key + ":" + string.Join("+", g.Value))),
            ReferenceEquals(pairOne, pairTwo), pairOne is null, viaMethod, string.Join(",", viaMethodList), price, head!.Value, head.Next!.Value, lockedText, text, start);
        one--;
        upper.Remove("own");
        lengths.Remove("own");
        return result;
#else
        return "plain " + isOn + last + text + known.Count + start + Compute(1) + Read("there");
#endif
    }
}

public class Store<T>
{
    private static readonly Type type;
#if V2
    private static readonly List<string> notes;
    private static readonly T[] room;
    private static int size = 3;
#endif

    static Store()
    {
        type = typeof(T);
#if V2
        notes = new List<string>();
        room = new T[size];
        for (var i = 0; i < room.Length; i++)
            notes.Add(type.Name + i);
        size *= 2;
#endif
    }

    public string Show(T item)
    {
#if V2
        room[0] = item;
        var result = string.Join(",", notes) + room[0] + room.Length + size;
        room[0] = default!;
        return result;
#else
        return type.Name + item + item;
#endif
    }
}

public struct Grade
{
    private static readonly Grade[] all = new Grade[2];
#if V2
    public static readonly Grade Best;
    private static readonly Grade worst;
    [ThreadStatic] private static int mine;
#endif
    private int value;

    static Grade()
    {
        all[0] = new Grade { value = 1 };
        all[1] = new Grade { value = 2 };
#if V2
        Best = all[1];
        Best.value += 10;
        worst.value = all[0].value - 1;
        mine = 9;
#endif
    }

    public string Show()
    {
#if V2
        return $"{Best.value} {worst.value} {all.Length} {value}" + Environment.NewLine.Length;
#else
        return $"{all[0].value} {all[1].value} {value}" + Environment.NewLine.Length;
#endif
    }
}

public static class AddedStatics
{
    private static readonly Pool<int> ints = new();
    private static readonly Pool<string> texts = new();
    private static readonly Retyped retyped = new();
    private static Measure measure;

    private static readonly Store<int> store = new();

    // What the deployed static constructors fill is there before the swap.
    public static void Prepare()
    {
        GC.KeepAlive(ints);
        Settings.Show();
        store.Show(1);
        new Store<string>().Show("");
        default(Grade).Show();
    }

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
        output.WriteLine(Settings.Show());
        output.WriteLine(store.Show(4) + new Store<string>().Show("s") + new Store<Guid>().Show(default));
        output.WriteLine(default(Grade).Show());
        output.WriteLine(Settings.Runs);
    }
}
