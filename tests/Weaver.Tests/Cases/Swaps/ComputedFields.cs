using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

// Fields that constructors compute by more than a row of calls: conditions, variables, checks, own delegates, other overloads.
public class Rule
{
    private readonly string name;
    private readonly string? hint;
#if V2
    private readonly Func<string> describe, shout;
    private readonly int length;
    private readonly string title;
    protected readonly bool isLong;
    public Rule(string name, string? hint)
    {
        this.name = name ?? throw new ArgumentNullException(nameof(name));
        this.hint = hint;
        describe = Describe;
        shout = () => this.name + "!";
        length = hint?.Length ?? -1;
        var trimmed = name.Trim();
        title = trimmed == "" ? "none" : trimmed.ToUpperInvariant();
        isLong = Name.Length > 3 && hint is not null;
    }

    public string Name => name;
    public virtual string Describe() => name + "/" + length;
    public string Show() { return describe() + shout() + title + isLong; }
#else
    public Rule(string name, string? hint)
    {
        this.name = name ?? throw new ArgumentNullException(nameof(name));
        this.hint = hint;
    }

    public string Name => name;
    public virtual string Describe() => name;
    public string Show() { return name + hint + ToString()!.Length * 0; }
#endif
}

public class Special : Rule
{
    public Special(string name) : base(name, null) { }
    public override string Describe() => "special " + base.Describe();
}

public class Buckets
{
    internal readonly double[]? Bounds;
    private readonly object items;
#if V2
    internal readonly long[] Running, Snapshot;
    private readonly bool isList;
    private readonly Type kind;
    public Buckets(double[]? bounds, object items)
    {
        Bounds = bounds;
        this.items = items;
        var count = Bounds is null ? 0 : Bounds.Length + 1;
        Running = count > 0 ? new long[count] : [];
        Snapshot = count > 0 ? new long[count] : [];
        isList = items is List<int>;
        kind = typeof(Buckets);
    }

    public string Show() { return Running.Length + "" + Snapshot.Length + ReferenceEquals(Running, Snapshot) + isList + kind.Name; }
#else
    public Buckets(double[]? bounds, object items)
    {
        Bounds = bounds;
        this.items = items;
    }

    public string Show() { return Bounds?.Length + "" + items + ToString()!.Length * 0; }
#endif
}

public class Refresher
{
    private readonly string path;
#if V2
    private readonly Func<string, int> open;
    public Refresher(string path) : this(path, static p => p.Length) { }
    internal Refresher(string path, Func<string, int> open) { this.path = path; this.open = open; }
    public string Show() { return path + open(path); }
#else
    public Refresher(string path) { this.path = path; }
    public string Show() { return path + ToString()!.Length * 0; }
#endif
}

public enum Mode { None, Fast = 2 }
public enum Small : byte { None, Some = 3 }

// No deployed caller can have passed what the constructor takes more.
public class Client
{
    private readonly string host;
#if V2
    private readonly int port;
    private readonly string? proxy;
    private readonly string agent;
    private readonly Mode mode;
    private readonly CancellationToken stop;
    private readonly string address;
    private readonly object rest;
    private readonly Small small;
    private readonly sbyte low;
    private readonly char sign;
    private readonly ulong wide;
    private readonly double share;
    private readonly int? level;
    public Client(string host, int port = 443, string? proxy = null, string agent = "a", Mode mode = Mode.Fast, CancellationToken stop = default, bool isPlain = false,
        Small small = Small.Some, sbyte low = -3, char sign = 'c', ulong wide = ulong.MaxValue, double share = 0.5, int? level = null, object? rest = null, ushort ignored = 5, byte b = 7, float f = 1)
    {
        this.host = host;
        this.port = port;
        this.proxy = proxy;
        this.agent = agent;
        this.mode = mode;
        this.stop = stop;
        this.small = small;
        this.low = low;
        this.sign = sign;
        this.wide = wide;
        this.share = share;
        this.level = level;
        this.rest = rest ?? "none";
        address = (isPlain ? "http:" : "https:") + host + "/";
    }

    public static Client Make(string host) => new Client(host);
    public string Show() { return host + port + (proxy ?? "-") + agent + mode + stop.CanBeCanceled + address + small + low + sign + wide + share.ToString(System.Globalization.CultureInfo.InvariantCulture) + level.HasValue + rest; }
#else
    public Client(string host) { this.host = host; }
    public static Client Make(string host) => new Client(host);
    public string Show() { return host + ToString()!.Length * 0; }
#endif
}

// What objects hold goes on in another type.
public class Ledger
{
#if V2
    private long count;
    private uint bits;
    private ulong total;
    private int? level;
    private int mode;
    private double rate;
    private readonly IReadOnlyList<string> names;
    private object? owner;
#else
    private int count;
    private int bits;
    private long total;
    private int level;
    private Mode mode;
    private float rate;
    private readonly List<string> names;
    private string? owner;
#endif
    public Ledger(params string[] names)
    {
        this.names = names.ToList();
        rate = 1.5f;
    }

    public Ledger Add(int n)
    {
        count += n;
        bits ^= 5;
        total += 7;
        level = level + 1;
        owner = "o" + n;
#if V2
        mode = 2;
        level ??= 1;
#else
        mode = Mode.Fast;
#endif
        return this;
    }

    public string Show()
    {
        var text = "" + count + bits + total + (int)mode + rate.ToString("0.0") + string.Join(",", names) + (owner ?? "nobody");
        return text + ToString()!.Length * 0;
    }
}

public static class ComputedFields
{
    private static readonly Rule rule = new("rule", "hint"), none = new(" ", null), special = new Special("s");
    private static readonly Buckets buckets = new([1, 2, 3], new List<int>()), empty = new(null, "");
    private static readonly Refresher refresher = new("path");
    private static readonly Client client = new("host"), made = Client.Make("made");
    private static readonly Ledger ledger = new Ledger("a", "b").Add(3).Add(4), unused = new();

    public static void Run(TextWriter output)
    {
        output.WriteLine(rule.Show() + none.Show() + special.Show() + new Rule("more", "x").Show() + new Special("t").Show());
        output.WriteLine(buckets.Show() + empty.Show() + new Buckets([], 1).Show());
        output.WriteLine(refresher.Show() + new Refresher("other").Show());
        output.WriteLine(client.Show() + made.Show() + Client.Make("m").Show());
        output.WriteLine(ledger.Show() + unused.Show() + new Ledger("c").Add(5).Show());
    }
}
