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

// The deployed constructor got a parameter more, and everybody who called it gives the same, or what another such object has.
public sealed class Options
{
    public bool Strict { get; }
    private readonly int depth;
#if V2
    public string? Indent { get; }
    private readonly int width;
    public Options(bool strict) : this(strict, 1, null, 80) { }
    private Options(bool strict, int depth, string? indent, int width) { Strict = strict; this.depth = depth; Indent = indent; this.width = width; }
    public Options With(int depth) => new Options(Strict, depth, Indent, width);
    public Options With(string indent) => new Options(Strict, depth, indent, width);
    public string Show() { return Strict + "" + depth + (Indent ?? "none") + width; }
#else
    public Options(bool strict) : this(strict, 1) { }
    private Options(bool strict, int depth) { Strict = strict; this.depth = depth; }
    public Options With(int depth) => new Options(Strict, depth);
    public string Show() { return Strict + "" + depth + ToString()!.Length * 0; }
#endif
}

internal sealed class Job
{
    private readonly string name;
#if V2
    private readonly int priority;
    internal Job(string name, int priority) { this.name = name; this.priority = priority; }
    public static Job Make(string name) => new Job(name, 5);
    public static Func<Job> Later(string name) => () => new Job(name.Trim(), 5);
    public static Job Urgent(string name) => new Job(name, 9);
    public string Show() { return name + priority; }
#else
    internal Job(string name) { this.name = name; }
    public static Job Make(string name) => new Job(name);
    public static Func<Job> Later(string name) => () => new Job(name.Trim());
    public string Show() { return name + ToString()!.Length * 0; }
#endif
}

// The deployed constructor kept what the new one computes.
public class Failure
{
#if V2
    public string Title { get; }
    public Failure(Exception cause) => Title = cause.GetBaseException().Message;
    public string Show() { return "title " + Title; }
#else
    private readonly string message;
    public Failure(Exception cause) => message = cause.GetBaseException().Message;
    public string Show() { return message + ToString()!.Length * 0; }
#endif
}

public class Sheet
{
    private readonly List<int> rows = [1];
#if V2
    private List<string>? tags;
    private Sheet? parent;
    public Sheet() { }
    public Sheet(Sheet other) : this()
    {
        rows = other.rows;
        tags = other.tags != null ? new List<string>(other.tags) : null;
        if (other.parent != null)
            parent = new Sheet(other.parent);
    }

    public string Show() { (tags ??= []).Add("t"); var result = rows.Count + string.Join(",", tags) + (parent is null); tags = null; return result; }
#else
    public Sheet() { }
    public Sheet(Sheet other) { rows = other.rows; }
    public string Show() { return "" + rows.Count + ToString()!.Length * 0; }
#endif
}

public static class ConstructedFields
{
    private static readonly Options options = new Options(true).With(3);
    private static readonly Job job = Job.Make("j"), later = Job.Later(" l ")();
    private static readonly Failure failure = new(new InvalidOperationException("deployed"));
    private static readonly Sheet sheet = new(new Sheet());
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
        output.WriteLine(options.Show() + options.With(8).Show() + new Options(false).Show());
        output.WriteLine(job.Show() + later.Show() + Job.Make("m").Show() + failure.Show() + new Failure(new InvalidOperationException("new")).Show());
        output.WriteLine(sheet.Show() + new Sheet(sheet).Show());
        output.WriteLine(copied.Show() + new Copied(copied).Show() + new Copied(8).Show());
    }
}
