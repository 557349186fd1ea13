using HotWeave;

public interface IHad
{
    int Had();
}

public interface ILacking
{
    int Lacks();
}

public interface IAdded
{
    int Added();
}

public class Ordinary : IHad
{
    public int Had() => 1;
}

[Swappable(Interfaces = true)]
#if V2
public class Marked : IHad, IAdded
{
    public int Had() => 1;

    public int Added() => 1;
}
#else
public class Marked : IHad
{
    public int Had() => 1;
}
#endif

public static class Casts
{
    private static readonly object[] ordinary = new object[64];
    private static readonly object[] marked = new object[64];

    static Casts()
    {
        for (var i = 0; i < 64; i++)
            (ordinary[i], marked[i]) = (new Ordinary(), new Marked());
    }

#if V2
    public static int HasPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += ordinary[i & 63] is IHad ? 1 : 0; return sum; }

    public static int HasMarked(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += marked[i & 63] is IHad ? 1 : 0; return sum; }

    public static int LacksPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += ordinary[i & 63] is ILacking ? 0 : 1; return sum; }

    public static int LacksMarked(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += marked[i & 63] is ILacking ? 0 : 1; return sum; }

    public static int AddedMarked(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += marked[i & 63] is IAdded ? 1 : 0; return sum; }

    public static int CallHad(int n) { var sum = 0; IHad had = (IHad)marked[0]; for (var i = 0; i < n; i++) sum += had.Had(); return sum; }

    public static int CallAdded(int n) { var sum = 0; IAdded added = (IAdded)marked[0]; for (var i = 0; i < n; i++) sum += added.Added(); return sum; }
#else
    public static int HasPlain(int n) { for (var i = 0; i < n; i++) n--; return ordinary.Length; }

    public static int HasMarked(int n) { for (var i = 0; i < n; i++) n--; return marked.Length; }

    public static int LacksPlain(int n) { for (var i = 0; i < n; i++) n--; return ordinary.Length; }

    public static int LacksMarked(int n) { for (var i = 0; i < n; i++) n--; return marked.Length; }

    public static int AddedMarked(int n) { for (var i = 0; i < n; i++) n--; return marked.Length; }

    public static int CallHad(int n) { for (var i = 0; i < n; i++) n--; return marked.Length; }

    public static int CallAdded(int n) { for (var i = 0; i < n; i++) n--; return marked.Length; }
#endif
}
