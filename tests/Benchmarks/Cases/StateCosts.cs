using HotWeave;

public sealed class Made
{
    public int Value = 1;
}

[Swappable(Track = true)]
public sealed class Listed
{
    public int Value = 1;
}

public sealed class Plain
{
    public int Value = 1;

    public int Four() => Value + Value + Value + Value;
}

// Its state has another number in the second build, and nothing lists its objects: each is converted at its first touch.
public sealed class Lazy
{
    public int Value = 1;

    public int Four() => Value + Value + Value + Value;

#if V2
    [CodeChange]
    private void Change(CodeChangeContext change)
    {
        if (change.IsUp)
            Value = change.Get<int>("Value");
    }
#endif
}

public static class StateCosts
{
    private static readonly Plain[] plain = new Plain[64];
    private static readonly Lazy[] lazy = new Lazy[64];

    static StateCosts()
    {
        for (var i = 0; i < 64; i++)
            (plain[i], lazy[i]) = (new Plain(), new Lazy());
    }

#if V2
    public static int MakePlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += new Made().Value; return sum; }

    public static int MakeTracked(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += new Listed().Value; return sum; }

    public static int ReadPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += plain[i & 63].Value; return sum; }

    public static int ReadLazy(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += lazy[i & 63].Value; return sum; }

    public static int ReadFourPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += plain[i & 63].Four(); return sum / 4; }

    public static int ReadFourLazy(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += lazy[i & 63].Four(); return sum / 4; }
#else
    public static int MakePlain(int n) { for (var i = 0; i < n; i++) n--; return new Made().Value + new Listed().Value; }

    public static int MakeTracked(int n) { for (var i = 0; i < n; i++) n--; return new Made().Value; }

    public static int ReadPlain(int n) { for (var i = 0; i < n; i++) n--; return plain.Length; }

    public static int ReadLazy(int n) { for (var i = 0; i < n; i++) n--; return lazy.Length; }

    public static int ReadFourPlain(int n) { for (var i = 0; i < n; i++) n--; return plain.Length; }

    public static int ReadFourLazy(int n) { for (var i = 0; i < n; i++) n--; return lazy.Length; }
#endif
}
