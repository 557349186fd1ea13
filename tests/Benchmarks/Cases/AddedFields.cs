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

public static class AddedFields
{
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

#if V2
    public static int ReadPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += holders[i & 63].Plain; return sum; }

    public static int ReadAdded(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += holders[i & 63].Added; return sum; }

    public static int WritePlain(int n) { for (var i = 0; i < n; i++) holders[i & 63].Plain = 1; return n; }

    public static int WriteAdded(int n) { for (var i = 0; i < n; i++) holders[i & 63].Added = 1; return n; }

    public static int GenericPlain(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += texts[i & 63].Plain is null ? 1 : 0; return sum; }

    public static int GenericAdded(int n) { var sum = 0; for (var i = 0; i < n; i++) sum += texts[i & 63].Added is null ? 1 : 0; return sum; }
#else
    public static int ReadPlain(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int ReadAdded(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int WritePlain(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int WriteAdded(int n) { for (var i = 0; i < n; i++) n--; return holders.Length; }

    public static int GenericPlain(int n) { for (var i = 0; i < n; i++) n--; return texts.Length; }

    public static int GenericAdded(int n) { for (var i = 0; i < n; i++) n--; return texts.Length; }
#endif
}
