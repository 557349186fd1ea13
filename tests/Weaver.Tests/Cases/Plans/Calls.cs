using System;

// Local calls stay within the version; others go to stubs. What is inlined everywhere is bound here.
public class Shop
{
    private readonly Till _till = new();

    public int Place(int amount)
    {
#if V2
        _till.Note(amount);
#endif
        return Price(amount) + Checked(amount) + new Struct(amount).Twice();
    }

    public int Checked(int amount) => amount < 0 ? throw new ArgumentOutOfRangeException(nameof(amount)) : Price(amount);

    private int Price(int amount) =>
#if V2
        amount * 3;
#else
        amount * 2;
#endif
}

public class Till
{
    public void Note(int amount) => Console.WriteLine("noted {0}", amount);
}

public struct Struct
{
    private readonly int _n;

    public Struct(int n) => _n = n;

    public readonly int Twice() =>
#if V2
        _n + _n + 1;
#else
        _n + _n;
#endif
}
