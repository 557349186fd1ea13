public class Holder
{
    public int Plain = 1;

#if V2
    public int Added = 1;
#endif
}

public class Holder<T>
{
    public T? Plain;

#if V2
    public T? Added;
#endif
}

public class Moved(int first)
{
    private int count = first;

#if V2
    public int Work(int n) { if (n < 0) throw new System.ArgumentException(ToString()); return count += n; }
#else
    public int Work(int n) { if (n < 0) throw new System.ArgumentException(ToString()); return count -= n; }
#endif
}

// Objects that exist keep the deployed code: nobody knows the step of theirs.
public class Kept(int first, int step)
{
    private int count = first;

#if V2
    public int Step() => step;

    public int Work(int n) { if (n < 0) throw new System.ArgumentException(ToString() + step); return count += n; }
#else
    private readonly int none = step - step;

    public int None() => none + ToString()!.Length;

    public int Work(int n) { if (n < 0) throw new System.ArgumentException(ToString()); return count -= n; }
#endif
}

public static class AddedFields
{
    private static readonly Moved moved = new(1);
    private static readonly Kept deployed = new(1, 2);

    private static readonly Holder[] holders = Make();
    private static readonly Holder<string>[] texts = MakeTexts();

    private static Holder[] Make()
    {
        var all = new Holder[64];
        for (var i = 0; i < all.Length; i++)
            all[i] = new Holder();
        return all;
    }

    private static Holder<string>[] MakeTexts()
    {
        var all = new Holder<string>[64];
        for (var i = 0; i < all.Length; i++)
            all[i] = new Holder<string>();
        return all;
    }

    private static int s_plain = 1;
    private static string s_text = "plain";

#if V2
    private static Kept? s_made;

    public static int MovedPlain(int n) { for (var i = 0; i < n; i++) moved.Work(1); return n; }

    public static int MovedAdded(int n) { var made = s_made ??= new(1, 2); for (var i = 0; i < n; i++) made.Work(1); return n; }

    public static int DeployedPlain(int n) => MovedPlain(n);

    public static int DeployedAdded(int n) { for (var i = 0; i < n; i++) deployed.Work(1); return n; }

    private static int s_added = 1;
    private static string s_addedText = "added";

    public static int StaticPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += s_plain; return sum; }

    public static int StaticAdded(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += s_added; return sum; }

    public static int StaticWritePlain(int n) { for (var i = 0; i < n; i++) s_plain = 1; return n; }

    public static int StaticWriteAdded(int n) { for (var i = 0; i < n; i++) s_added = 1; return n; }

    public static int StaticTextPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += s_text.Length; return sum / 5; }

    public static int StaticTextAdded(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += s_addedText.Length; return sum / 5; }

    public static int ReadPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += holders[i & 63].Plain; return sum; }

    public static int ReadAdded(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += holders[i & 63].Added; return sum; }

    public static int WritePlain(int n) { for (var i = 0; i < n; i++) holders[i & 63].Plain = 1; return n; }

    public static int WriteAdded(int n) { for (var i = 0; i < n; i++) holders[i & 63].Added = 1; return n; }

    public static int GenericPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += texts[i & 63].Plain is null ? 1 : 0; return sum; }

    public static int GenericAdded(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += texts[i & 63].Added is null ? 1 : 0; return sum; }
#else
    public static int MovedPlain(int n) { for (var i = 0; i < n; i++) n--; return moved.Work(1); }

    public static int MovedAdded(int n) { for (var i = 0; i < n; i++) n--; return deployed.Work(1); }

    public static int DeployedPlain(int n) { for (var i = 0; i < n; i++) n--; return moved.Work(1); }

    public static int DeployedAdded(int n) { for (var i = 0; i < n; i++) n--; return deployed.Work(1); }

    public static int StaticPlain(int n) { for (var i = 0; i < n; i++) n--; return s_plain; }

    public static int StaticAdded(int n) { for (var i = 0; i < n; i++) n--; return s_plain; }

    public static int StaticWritePlain(int n) { for (var i = 0; i < n; i++) n--; return s_plain; }

    public static int StaticWriteAdded(int n) { for (var i = 0; i < n; i++) n--; return s_plain; }

    public static int StaticTextPlain(int n) { for (var i = 0; i < n; i++) n--; return s_text.Length; }

    public static int StaticTextAdded(int n) { for (var i = 0; i < n; i++) n--; return s_text.Length; }

    public static int ReadPlain(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int ReadAdded(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int WritePlain(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int WriteAdded(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int GenericPlain(int n) { for (var i = 0; i < n; i++) n--; return texts.Length; }

    public static int GenericAdded(int n) { for (var i = 0; i < n; i++) n--; return texts.Length; }
#endif
}
