using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

public class Meter
{
    private int total;

    public Meter()
        : this(1)
    {
    }

    public Meter(int total) => this.total = total;

#if V2
    private int step = 5;
    private readonly List<string> log = new() { "made" };
    private volatile int seen;
    private string? note;
    private (int X, int Y) place = (Environment.ProcessorCount > 0 ? 3 : 4, 7);
    private int counted;
    private DateTime since = default;
    private int? perhaps = null;
    public Func<int, int> Rule { get; init; } = n => n + 100;
    public event Action? Ticked;
    public required string Tag { get; set; }
#endif

    public string Tick(string text)
    {
#if V2
        total += step++;
        log.Add(text);
        seen++;
        note ??= text;
        place.X += 2;
        var (x, y) = place;
        Interlocked.Increment(ref counted);
        ref var again = ref counted;
        again += 10;
        Action handler = () => seen += 100;
        Ticked += handler;
        Ticked?.Invoke();
        Ticked -= handler;
        Tag ??= "tag";
        var result = $"{total} {step} {string.Join(",", log)} {seen} {note} {x}{y} {counted} {Rule(1)} {Ticked is null} {Tag} {since.Ticks} {perhaps}";
        (step, seen, note, place.X, counted, total) = (5, 0, null, 3, 0, total - 5);
        log.RemoveAt(1);
        return result;
#else
        return "one " + total + text;
#endif
    }

    public virtual object Copy()
    {
        var copy = (Meter)MemberwiseClone();
#if V2
        copy.step = 50;
        copy.seen = step;
        copy.place.X = 9;
        return copy.step + " " + copy.seen + " " + copy.place + step + place + copy.log.Count;
#else
        return copy.total + "copied";
#endif
    }
}

public class Gauge : Meter
{
#if V2
    private long own = 1L << 40;
    public override object Copy() { own++; var result = base.Copy() + " " + own; own--; return result; }
#else
    public override object Copy() { return base.Copy() + " gauge"; }
#endif
}

public class Shelf<T>
{
    private readonly T first;

    public Shelf(T first)
    {
        this.first = first;
    }

#if V2
    private List<T> rest = new();
    private T? spare;

    public string Show(T more)
    {
        rest.Add(more);
        spare = more;
        var result = typeof(T).Name + first + string.Join("+", rest) + spare + rest.Count;
        rest.Clear();
        return result;
    }
#else
    public string Show(T more) { return typeof(T).Name + first + more; }
#endif
}

public record Point(int X)
{
#if V2
    public int Z { get; set; } = 4;
    public string Text() { Z++; var result = (this with { X = 9 }).ToString() + this; Z = 4; return result; }
#else
    public string Text() { return (this with { X = 9 }).ToString() + this; }
#endif
}

[Serializable]
public class Detached
{
    private int old = 3;

#if V2
    private int added = 8;
    public string Show() { added++; var clone = (Detached)MemberwiseClone(); clone.added += 10; var result = "v2 " + old + added + clone.added; added = 8; return result; }
#else
    public string Show() { old++; old--; return "v1 " + old; }
#endif
}

public static class AddedFields
{
    private static readonly Meter meter = Make();
    private static readonly Gauge gauge = MakeGauge();
    private static readonly Shelf<int> ints = new(1);
    private static readonly Shelf<string> texts = new("f");
    private static readonly Point point = new(1);
    private static readonly Detached detached = new();

#if V2
    private static Meter Make() => new() { Tag = null! };
    private static Gauge MakeGauge() => new() { Tag = null! };
#else
    private static Meter Make() => new();
    private static Gauge MakeGauge() => new();
#endif

    public static void Prepare() => GC.KeepAlive(meter);

    public static void Run(TextWriter output)
    {
        foreach (var each in new[] { meter, gauge, Make(), MakeGauge() })
        {
            output.WriteLine(each.Tick("a"));
            output.WriteLine(each.Tick("b"));
            output.WriteLine(each.Copy());
        }

        output.WriteLine(ints.Show(2) + new Shelf<int>(5).Show(6));
        output.WriteLine(texts.Show("s") + new Shelf<string>("n").Show("m"));
        output.WriteLine(point.Text() + new Point(2).Text());
        output.WriteLine(detached.Show() + new Detached().Show());
    }
}
